package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads which processes get which identity. */
final class RegistrationReader {
    private final Set<String> elements;
    private final Problems problems;

    RegistrationReader(Set<String> elements, Problems problems) {
        this.elements = elements;
        this.problems = problems;
    }

    List<Registration> read(Values root) {
        List<Registration> result = new ArrayList<>();
        for (Given item : root.items("identities")) {
            Values values = (Values) item.value();
            if (values.clean()) registration(values).ifPresent(result::add);
        }
        return List.copyOf(result);
    }

    private Optional<Registration> registration(Values values) {
        Optional<ElementId> element = values.get("element", ElementId.class);
        Optional<String> unknown = element.map(ElementId::value).filter(name -> !elements.contains(name));
        unknown.ifPresent(name -> problems.error(
                values.placeOf("element"),
                "element: there is no element '" + name + "'" + problems.hint(name, elements)));
        if (unknown.isPresent()) return Optional.empty();
        Optional<Integer> user = values.get("user", Integer.class);
        try {
            return Optional.of(new Registration(
                    values.get("path", ""),
                    element,
                    user.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    values.get("program", String.class).map(Path::of),
                    values.get("digest", String.class)));
        } catch (IllegalArgumentException e) {
            problems.error(values.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
