package io.x0tta6bl4.runtime.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Adam on small batches, one thread, everything drawn from the seed; the epoch is chosen on the validation set. */
final class Training {
    private static final int BATCH = 16;
    private static final double RATE = 0.003;
    private static final double KEEP = 0.9;
    private static final double KEEP_SQUARE = 0.999;

    /** One graph and its answer. */
    private record Lesson(Neighbours graph, int root) {}

    private final Network network;
    private final double[] mean;
    private final double[] square;
    private int step;

    private Training(Network network) {
        this.network = network;
        mean = new double[network.weights.length];
        square = new double[network.weights.length];
    }

    /**
     * What came out.
     *
     * @param network with the weights of the best epoch
     * @param epoch which it was, from 1
     */
    record Trained(Network network, int epoch, double validationLoss) {}

    static Trained run(List<Incident> train, List<Incident> validation, int hidden, int epochs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Network network = new Network(io.x0tta6bl4.analyze.provider.graphsage.Signs.FEATURES, hidden);
        network.draw(random.split());
        Training training = new Training(network);
        List<Lesson> lessons = lessons(train);
        List<Lesson> checks = lessons(validation);
        double[] best = network.weights.clone();
        double lowest = Double.MAX_VALUE;
        int chosen = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            shuffle(lessons, random);
            // slower towards the end
            training.epoch(lessons, RATE * (1 - 0.9 * (epoch - 1) / epochs));
            double loss = training.loss(checks);
            if (loss < lowest) {
                lowest = loss;
                chosen = epoch;
                best = network.weights.clone();
            }
        }
        System.arraycopy(best, 0, network.weights, 0, best.length);
        return new Trained(network, chosen, lowest);
    }

    private static List<Lesson> lessons(List<Incident> incidents) {
        List<Lesson> lessons = new ArrayList<>();
        for (Incident incident : incidents) lessons.add(new Lesson(Neighbours.of(incident.signs()), incident.root()));
        return lessons;
    }

    private static void shuffle(List<Lesson> lessons, SplittableRandom random) {
        for (int i = lessons.size() - 1; i > 0; i--) java.util.Collections.swap(lessons, i, random.nextInt(i + 1));
    }

    private void epoch(List<Lesson> lessons, double rate) {
        double[] gradient = new double[network.weights.length];
        for (int i = 0; i < lessons.size(); i++) {
            network.learn(lessons.get(i).graph(), lessons.get(i).root(), gradient);
            if (i % BATCH == BATCH - 1 || i == lessons.size() - 1) {
                move(gradient, rate);
                java.util.Arrays.fill(gradient, 0);
            }
        }
    }

    private void move(double[] gradient, double rate) {
        step++;
        double first = 1 - StrictMath.pow(KEEP, step);
        double second = 1 - StrictMath.pow(KEEP_SQUARE, step);
        for (int i = 0; i < gradient.length; i++) {
            double g = gradient[i] / BATCH;
            mean[i] = KEEP * mean[i] + (1 - KEEP) * g;
            square[i] = KEEP_SQUARE * square[i] + (1 - KEEP_SQUARE) * g * g;
            network.weights[i] -= rate * (mean[i] / first) / (Math.sqrt(square[i] / second) + 1e-8);
        }
    }

    private double loss(List<Lesson> lessons) {
        double sum = 0;
        for (Lesson lesson : lessons)
            sum += Network.loss(network.forward(lesson.graph()).logits(), lesson.root());
        return sum / lessons.size();
    }
}
