package io.x0tta6bl4.runtime.learning;

import java.util.List;
import java.util.Map;

/** Writes the network as ONNX: gather, add up by scatter, times one over the degree; exact for any graph. */
final class SageExport {
    private SageExport() {}

    static byte[] write(Network network, Map<String, String> notes) {
        Onnx onnx = new Onnx();
        onnx.input("x", false, "N", network.inputs)
                .input("caller", true, "E")
                .input("callee", true, "E")
                .input("per_need", false, "N", 1)
                .input("per_needed", false, "N", 1)
                .output("logit", false, "N");
        onnx.whole("one", 1);
        onnx.constant("w1", network.weights, network.first, 3 * network.inputs, network.hidden);
        onnx.constant("b1", network.weights, network.firstBias, 1, network.hidden);
        onnx.constant("w2", network.weights, network.second, 3 * network.hidden, network.hidden);
        onnx.constant("b2", network.weights, network.secondBias, 1, network.hidden);
        onnx.constant("w3", network.weights, network.last, network.hidden, 1);
        onnx.constant("b3", network.weights, network.lastBias, 1, 1);
        onnx.node("Unsqueeze", List.of("caller", "one"), "to_caller");
        onnx.node("Unsqueeze", List.of("callee", "one"), "to_callee");
        layer(onnx, "x", "1");
        layer(onnx, "h1", "2");
        onnx.node("MatMul", List.of("h2", "w3"), "score");
        onnx.node("Add", List.of("score", "b3"), "biased");
        onnx.node("Squeeze", List.of("biased", "one"), "logit");
        notes.forEach(onnx::note);
        return onnx.model("graphsage");
    }

    private static void layer(Onnx onnx, String in, String n) {
        onnx.node("Shape", List.of(in), "shape" + n);
        onnx.node("ConstantOfShape", List.of("shape" + n), "zero" + n);
        mean(onnx, in, "callee", "to_caller", "per_need", n, "needs" + n);
        mean(onnx, in, "caller", "to_callee", "per_needed", n, "needed" + n);
        onnx.node("Concat", List.of(in, "needs" + n, "needed" + n), "wide" + n, new Onnx.Attribute("axis", 1));
        onnx.node("MatMul", List.of("wide" + n, "w" + n), "linear" + n);
        onnx.node("Add", List.of("linear" + n, "b" + n), "sum" + n);
        onnx.node("Relu", List.of("sum" + n), "h" + n);
    }

    private static void mean(Onnx onnx, String in, String from, String to, String times, String n, String out) {
        onnx.node("Gather", List.of(in, from), out + "_rows");
        onnx.node(
                "ScatterND",
                List.of("zero" + n, to, out + "_rows"),
                out + "_sum",
                new Onnx.Attribute("reduction", "add"));
        onnx.node("Mul", List.of(out + "_sum", times), out);
    }
}
