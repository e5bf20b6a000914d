package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.itests.exam.Bundles;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.swap.How;
import io.x0tta6bl4.itests.swap.Jars;
import io.x0tta6bl4.itests.swap.Load;
import io.x0tta6bl4.itests.swap.Pattern;
import io.x0tta6bl4.itests.swap.Series;
import io.x0tta6bl4.itests.swap.SwapSeries;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Retrieval is swapped while two collections are searched, and so is the model under it: no search fails, none is empty. The model
 * answers by a rule, because what is tested is who asks whom when.
 */
@InFramework
class SwapRetrievalIT {
    private static final String PROVIDER = "io.x0tta6bl4.rag.provider.lucene";
    private static final List<String> COLLECTIONS = List.of("manuals", "runbooks");
    private static final int DOCUMENTS = 12;
    private static final int SWAPS = Integer.getInteger("swaps", 3);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final AtomicInteger asked = new AtomicInteger();

    @Configuration
    static Option[] configuration() throws IOException {
        return new Option[] {
            Running.base(),
            CoreOptions.frameworkProperty("x0.data")
                    .value(Files.createTempDirectory("x0-swap-rag").toString()),
            Bundles.named(
                    "org.eclipse.parsson.jakarta.json",
                    "org.snakeyaml.engine",
                    "io.x0tta6bl4.knowledge.api",
                    "io.x0tta6bl4.ml.api",
                    "io.x0tta6bl4.rag.api",
                    PROVIDER)
        };
    }

    private static ServiceRegistration<Models> serve(BundleContext context, char model) {
        return context.registerService(Models.class, new RuledModel(model), null);
    }

    private static <S> S service(BundleContext context, Class<S> type) {
        await(type.getSimpleName()).atMost(SOON).until(() -> context.getServiceReference(type) != null);
        ServiceReference<S> reference = context.getServiceReference(type);
        return context.getService(reference);
    }

    private static void fill(BundleContext context) {
        Library library = service(context, Library.class);
        for (String collection : COLLECTIONS)
            for (int i = 0; i < DOCUMENTS; i++)
                library.put(collection, "doc-" + i, "Number " + i, "The pump word" + i + " is number " + i, Map.of());
    }

    /** A search in one of both collections, never the same twice; what is no hit in the right collection is a failed call. */
    private Object search(Object retrieval) {
        int number = asked.incrementAndGet();
        String collection = COLLECTIONS.get(number % COLLECTIONS.size());
        Query query = Query.of(collection, "pump word" + number % DOCUMENTS + " " + number);
        Found found = ((Retrieval) retrieval).search(query);
        if (!(found instanceof Found.Hits hits)) throw new IllegalStateException(found.toString());
        if (hits.hits().isEmpty()) throw new IllegalStateException("nothing found in " + collection);
        return hits;
    }

    private static Optional<Bundle> running(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(b -> PROVIDER.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
                .findFirst();
    }

    private Series swapped(BundleContext context, How how) throws Exception {
        Bundle now = running(context).orElseThrow();
        int major = now.getVersion().getMajor() + 1;
        return new SwapSeries(context)
                .callers(4, 200_000)
                .run(
                        Pattern.HOT,
                        Retrieval.class.getName(),
                        "",
                        now,
                        how,
                        SWAPS,
                        n -> Jars.again(running(context).orElseThrow(), major + "." + n + ".0"),
                        this::search);
    }

    @BeforeEach
    void no_other_caller_is_left(BundleContext context) throws Exception {
        for (Bundle bundle : context.getBundles())
            if (bundle.getLocation().startsWith("swap:consumer")) bundle.uninstall();
    }

    @Test
    void a_new_version_of_the_provider_fails_no_search_whoever_starts_first(BundleContext context) throws Exception {
        ServiceRegistration<Models> model = serve(context, 'a');
        try {
            fill(context);
            for (How how : List.of(How.START_FIRST, How.UPDATE)) {
                Series series = swapped(context, how);
                assertThat(series.reasons()).as(how.name()).isEmpty();
                assertThat(series.calls()).as(how.name()).isPositive();
            }
        } finally {
            model.unregister();
        }
    }

    @Test
    void another_model_fails_no_search_and_every_collection_is_embedded_anew_meanwhile(BundleContext context)
            throws Exception {
        ServiceRegistration<Models> model = serve(context, 'a');
        try {
            fill(context);
            Retrieval retrieval = service(context, Retrieval.class);
            try (Load load = new Load(4, 200_000, () -> search(retrieval))) {
                for (char next = 'b'; next <= 'c'; next++) {
                    ServiceRegistration<Models> other = serve(context, next);
                    model.unregister();
                    model = other;
                    String digest = RuledModel.digest(next);
                    await("vectors of " + next).atMost(SOON).until(() -> states(context, digest));
                }
                long calls = load.calls();
                await("some more searches").atMost(SOON).until(() -> load.calls() > calls + 20);
                assertThat(load.reasons()).isEmpty();
            }
        } finally {
            model.unregister();
        }
    }

    private static boolean states(BundleContext context, String digest) {
        Library library = service(context, Library.class);
        List<CollectionState> all = service(context, Retrieval.class).collections();
        return all.size() == COLLECTIONS.size()
                && all.stream().allMatch(c -> c.model().equals(digest) && c.documents() == DOCUMENTS)
                && library.jobs().stream().allMatch(job -> job.ended());
    }
}
