package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import io.x0tta6bl4.pqc.api.engine.Speed;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code pqc:…}: who provides post-quantum cryptography, whether it is right, how fast it is. */
@Component(
        service = PqcCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=pqc",
            "osgi.command.function=providers",
            "osgi.command.function=selftest",
            "osgi.command.function=bench",
            "osgi.command.function=names"
        })
public final class PqcCommands {
    private static final String NAME = "x0.name";
    private static final int ROUNDS = 5;
    private static final Duration SAMPLE = Duration.ofMillis(60);
    private static final Arguments.Usage PROVIDERS = Arguments.Usage.of(
            0, 0, Set.of("--json"), "pqc:providers [--json]", "  Lists the providers, the one in use first.");
    private static final Arguments.Usage SELFTEST = Arguments.Usage.of(
            0,
            1,
            Set.of("--json"),
            "pqc:selftest [PROVIDER] [--json]",
            "  Asks the providers for the known answers of the standards. Fails when one is wrong.");
    private static final Arguments.Usage BENCH = Arguments.Usage.of(
            0,
            1,
            Set.of("--json"),
            "pqc:bench [PROVIDER] [--json]",
            "  Measures operations per second of processor time, " + ROUNDS
                    + " samples each, providers in turns. Takes some seconds.");

    /** By rank, the one in use last. */
    private final NavigableMap<ServiceReference<Pqc>, Capability<Pqc>> providers = new ConcurrentSkipListMap<>();

    @Activate
    public PqcCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPqc(ServiceReference<Pqc> reference, Pqc service) {
        Capability<Pqc> provider = new Capability<>("provider " + reference.getProperty(NAME));
        provider.bind(reference, service);
        providers.put(reference, provider);
    }

    void unbindPqc(ServiceReference<Pqc> reference) {
        Capability<Pqc> leaving = providers.remove(reference);
        if (leaving != null) leaving.unbind(reference);
    }

    @Deactivate
    void close() {
        providers.values().forEach(Capability::close);
    }

    private record Provider(String name, ServiceReference<Pqc> reference, Capability<Pqc> pqc) {}

    private List<Provider> all() {
        List<Provider> all = new ArrayList<>();
        providers
                .descendingMap()
                .forEach((reference, pqc) ->
                        all.add(new Provider(String.valueOf(reference.getProperty(NAME)), reference, pqc)));
        if (all.isEmpty())
            throw new CommandFailed("This node has no provider of post-quantum cryptography now; readiness:show tells"
                    + " what is missing and what it waits for.");
        return all;
    }

    private List<Provider> chosen(Arguments arguments) {
        List<Provider> all = all();
        if (arguments.words().isEmpty()) return all;
        String wanted = arguments.word(0);
        List<Provider> chosen =
                all.stream().filter(p -> p.name().equals(wanted)).toList();
        if (chosen.isEmpty()) throw Words.unknown("provider", wanted, names(), "pqc:providers");
        return chosen;
    }

    /** For completion. */
    @Descriptor("the names of the providers")
    public List<String> names() {
        return providers.keySet().stream()
                .map(reference -> String.valueOf(reference.getProperty(NAME)))
                .toList();
    }

    @Descriptor("lists the providers of post-quantum cryptography, the one in use first")
    public String providers(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(PROVIDERS, given);
        if (arguments.help()) return PROVIDERS.help();
        Table table = new Table("PROVIDER", "USE", "BUNDLE", "CONTEXTS", "ALGORITHMS");
        JsonArrayBuilder array = Json.createArrayBuilder();
        String use = "in use";
        for (Provider provider : all()) {
            List<String> has = provider.pqc().ask(PqcCommands::algorithms);
            boolean contexts = provider.pqc().ask(p -> p.contextLimit(SignatureAlgorithm.ML_DSA_65) > 0);
            String bundle = bundle(provider);
            table.row(
                    provider.name(),
                    new Table.Cell(use, use.isEmpty() ? Colour.NONE : Colour.GREEN),
                    bundle,
                    contexts ? "yes" : "only the empty one",
                    String.join(" ", has));
            array.add(Json.createObjectBuilder()
                    .add("provider", provider.name())
                    .add("inUse", !use.isEmpty())
                    .add("bundle", bundle)
                    .add("contexts", contexts)
                    .add("algorithms", Json.createArrayBuilder(has)));
            use = "";
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }

    private static String bundle(Provider provider) {
        var bundle = provider.reference().getBundle();
        return bundle == null ? "leaving" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static List<String> algorithms(Pqc pqc) {
        return Algorithm.all()
                .filter(pqc.algorithms()::contains)
                .map(Algorithm::standardName)
                .toList();
    }

    @Descriptor("asks the providers for the known answers of the standards; fails when one is wrong")
    public String selftest(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(SELFTEST, given);
        if (arguments.help()) return SELFTEST.help();
        Table table = new Table("PROVIDER", "RESULT", "TOOK", "FOUND");
        JsonArrayBuilder array = Json.createArrayBuilder();
        boolean passed = true;
        for (Provider provider : chosen(arguments)) {
            SelfTestResult result = provider.pqc().ask(pqc -> ((SelfTest) pqc).selfTest());
            passed &= result.passed();
            table.row(
                    provider.name(),
                    new Table.Cell(result.passed() ? "passed" : "FAILED", result.passed() ? Colour.GREEN : Colour.RED),
                    Words.duration(result.took()),
                    result.detail());
            array.add(Json.createObjectBuilder()
                    .add("provider", provider.name())
                    .add("passed", result.passed())
                    .add("what", result.what())
                    .add("millis", result.took().toNanos() / 1e6)
                    .add("detail", result.detail()));
        }
        String text = arguments.json() ? array.build().toString() : table.render(Screen.of(session));
        if (!passed) throw new CommandFailed(text);
        return text;
    }

    @Descriptor("measures the providers in operations per second of processor time")
    public String bench(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(BENCH, given);
        if (arguments.help()) return BENCH.help();
        List<Provider> chosen = chosen(arguments);
        Table table = new Table("ALGORITHM", "OPERATION", "PER CPU-SECOND (MEDIAN)");
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Speed speed : Speed.values()) {
            Map<String, double[]> samples = samples(speed, chosen);
            table.row(speed.algorithm().standardName(), speed.operation(), words(chosen, samples));
            samples.forEach((name, values) -> array.add(Json.createObjectBuilder()
                    .add("algorithm", speed.algorithm().standardName())
                    .add("operation", speed.operation())
                    .add("provider", name)
                    .add("n", values.length)
                    .add("medianPerCpuSecond", median(values))
                    .add("samples", numbers(values))));
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }

    /** In turns, after one round that is thrown away, so that a change of the machine meets all alike. */
    private static Map<String, double[]> samples(Speed speed, List<Provider> chosen) {
        Map<String, double[]> samples = chosen.stream()
                .collect(
                        Collectors.toMap(Provider::name, p -> new double[ROUNDS], (a, b) -> a, java.util.TreeMap::new));
        for (int round = -1; round < ROUNDS; round++)
            for (Provider provider : chosen) {
                double sample = provider.pqc().ask(pqc -> speed.perCpuSecond(pqc, SAMPLE));
                if (round >= 0) samples.get(provider.name())[round] = sample;
            }
        return samples;
    }

    private static String words(List<Provider> chosen, Map<String, double[]> samples) {
        return chosen.stream()
                .map(p -> p.name() + " " + Math.round(median(samples.get(p.name()))))
                .collect(Collectors.joining("   "));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static JsonArrayBuilder numbers(double[] values) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (double value : values) array.add(value);
        return array;
    }
}
