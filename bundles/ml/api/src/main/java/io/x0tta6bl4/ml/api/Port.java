package io.x0tta6bl4.ml.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One input or output of a model.
 *
 * @param name its name in the model
 * @param type what numbers it holds
 * @param shape each dimension: a number, or a name for one that varies; one name means one length in the whole model
 */
public record Port(String name, Tensor.Type type, List<String> shape) {
    public Port {
        shape = List.copyOf(shape);
        if (name.isBlank()) throw new IllegalArgumentException("a port needs a name");
    }

    /** What is wrong with the inputs of a model, in words; empty when they fit. */
    public static Optional<String> objection(List<Port> ports, Map<String, Tensor> given) {
        Map<String, Long> lengths = new HashMap<>();
        for (Port port : ports) {
            Tensor tensor = given.get(port.name);
            if (tensor == null) return Optional.of("the input '" + port.name + "' is missing");
            Optional<String> wrong = port.objection(tensor, lengths);
            if (wrong.isPresent()) return wrong;
        }
        if (given.size() != ports.size())
            return Optional.of("takes " + ports.stream().map(Port::name).toList() + ", got " + given.keySet());
        return Optional.empty();
    }

    private Optional<String> objection(Tensor tensor, Map<String, Long> lengths) {
        long[] found = tensor.shape();
        if (tensor.type() != type) return Optional.of("'" + name + "' takes " + type + ", got " + tensor.type());
        if (found.length != shape.size())
            return Optional.of("'" + name + "' has " + shape.size() + " dimensions, got " + found.length);
        for (int i = 0; i < found.length; i++) {
            String wanted = shape.get(i);
            boolean number = Character.isDigit(wanted.charAt(0));
            long length = number ? Long.parseLong(wanted) : lengths.getOrDefault(wanted, found[i]);
            if (length != found[i])
                return Optional.of("dimension " + i + " of '" + name + "' is " + wanted + (number ? "" : " = " + length)
                        + ", got " + found[i]);
            if (!number) lengths.put(wanted, found[i]);
        }
        return Optional.empty();
    }
}
