package io.x0tta6bl4.knowledge.api.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static ElementId id(String name) {
        return new ElementId(name);
    }

    private static Element element(String name, String... dependsOn) {
        Set<ElementId> on = Arrays.stream(dependsOn).map(ElementId::new).collect(Collectors.toSet());
        return Element.discovered(id(name), new Subject.Endpoint(), name.substring(0, 1), on);
    }

    private static Model model(Element... elements) {
        return new Model(1, "node", List.of(elements), Policy.defaults());
    }

    private static List<ElementId> ids(String... names) {
        return Arrays.stream(names).map(ElementId::new).toList();
    }

    private final Model chain = model(
            element("web", "orders"),
            element("orders", "inventory", "gone"),
            element("inventory", "store"),
            element("store"));

    @Test
    void neighbours_are_known_in_both_directions() {
        assertThat(chain.dependencies(id("web"))).containsExactly(id("orders"));
        assertThat(chain.dependents(id("store"))).containsExactly(id("inventory"));
        assertThat(chain.dependents(id("web"))).isEmpty();
    }

    @Test
    void reach_goes_to_the_end_and_leaves_itself_out() {
        assertThat(chain.allDependencies(id("web"))).containsExactly(id("orders"), id("inventory"), id("store"));
        assertThat(chain.allDependents(id("store"))).containsExactly(id("inventory"), id("orders"), id("web"));
    }

    @Test
    void a_dependency_that_is_not_in_the_model_has_no_effect() {
        assertThat(chain.dependencies(id("orders"))).containsExactly(id("inventory"));
        assertThat(chain.dependents(id("gone"))).isEmpty();
        assertThat(chain.dependencies(id("gone"))).isEmpty();
        assertThat(chain.element(id("gone"))).isEmpty();
    }

    @Test
    void a_cycle_ends_and_does_not_contain_its_start() {
        Model cycle = model(element("a", "b"), element("b", "c"), element("c", "a"));
        assertThat(cycle.allDependencies(id("a"))).containsExactlyInAnyOrder(id("b"), id("c"));
        assertThat(cycle.allDependents(id("a"))).containsExactlyInAnyOrder(id("b"), id("c"));
        assertThat(cycle.startOrder(ids("a", "b", "c"))).containsExactlyInAnyOrderElementsOf(ids("a", "b", "c"));
    }

    @Test
    void the_start_order_puts_what_is_needed_first_also_across_elements_that_are_not_asked_for() {
        assertThat(chain.startOrder(ids("web", "orders", "inventory", "store")))
                .containsExactlyElementsOf(ids("store", "inventory", "orders", "web"));
        assertThat(chain.startOrder(ids("web", "store"))).containsExactlyElementsOf(ids("store", "web"));
        assertThat(chain.startOrder(List.of())).isEmpty();
    }

    @Test
    void the_start_order_holds_for_any_graph_without_cycles() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int most = i;
                String[] on = IntStream.range(0, Math.min(i, 3))
                        .mapToObj(k -> "e" + random.nextInt(most))
                        .toArray(String[]::new);
                elements.add(element("e" + i, on));
            }
            Collections.shuffle(elements, random);
            Model model = new Model(1, "node", elements, Policy.defaults());
            List<ElementId> order =
                    model.startOrder(elements.stream().map(Element::id).toList());
            Map<ElementId, Integer> place = new HashMap<>();
            order.forEach(id -> place.put(id, place.size()));
            assertThat(new HashSet<>(order)).hasSize(30);
            for (Element element : elements)
                for (ElementId on : element.dependsOn())
                    assertThat(place.get(on))
                            .as("seed %d: %s before %s", seed, on, element.id())
                            .isLessThan(place.get(element.id()));
        }
    }

    @Test
    void an_element_is_in_the_model_once() {
        assertThatThrownBy(() -> model(element("a"), element("a"))).hasMessageContaining("element a is there twice");
    }

    @Test
    void classes_are_counted_by_name_and_order_is_kept() {
        Model model = model(element("store"), element("other"), element("shop"));
        assertThat(model.ofClass("s")).extracting(Element::id).containsExactly(id("store"), id("shop"));
        assertThat(model.elements()).extracting(Element::id).containsExactly(id("store"), id("other"), id("shop"));
    }

    @Test
    void a_chain_of_ten_thousand_elements_does_not_exhaust_the_reach() {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) elements.add(i == 0 ? element("e0") : element("e" + i, "e" + (i - 1)));
        Model model = new Model(1, "node", elements, Policy.defaults());
        assertThat(model.allDependents(id("e0"))).hasSize(9_999);
        assertThat(model.allDependencies(id("e9999"))).hasSize(9_999);
    }
}
