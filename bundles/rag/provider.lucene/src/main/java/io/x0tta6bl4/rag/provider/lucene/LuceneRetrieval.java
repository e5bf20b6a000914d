package io.x0tta6bl4.rag.provider.lucene;

import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.library.Collections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Retrieval and library by Apache Lucene, in {@code rag/} of the data directory. Without the embedding model its self-test
 * fails, and what needs a vector is refused in words.
 */
@Component(
        service = {Retrieval.class, Library.class, Runbooks.class, SelfTest.class},
        property = {"x0.capability=rag", "x0.name=lucene"})
public final class LuceneRetrieval implements Retrieval, Library, Runbooks, SelfTest {
    private final HotReference<Models> models = new HotReference<>("models", Duration.ofSeconds(2));
    private final Collections collections;

    @Activate
    public LuceneRetrieval(BundleContext context) throws IOException {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("x0.data"), "data"))
                .resolve("rag"));
        collections.open();
    }

    LuceneRetrieval(Path directory) throws IOException {
        this.collections = new Collections(directory, new Embedder(models));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModels(ServiceReference<Models> reference, Models service) {
        models.bind(reference, service);
    }

    void unbindModels(ServiceReference<Models> reference) {
        models.unbind(reference);
    }

    /** For use without a framework. */
    LuceneRetrieval with(Models service) {
        models.bind(0, service);
        return this;
    }

    /** The other way round. */
    LuceneRetrieval without() {
        models.unbind(0);
        return this;
    }

    @Deactivate
    void close() {
        collections.close();
        models.close();
    }

    @Override
    public Found search(Query query) {
        return collections.search(query);
    }

    @Override
    public Answer answer(Query query) {
        return collections.answer(query);
    }

    @Override
    public List<CollectionState> collections() {
        return collections.collections();
    }

    @Override
    public Job add(String collection, Path path, Map<String, String> metadata) {
        return collections.add(collection, path, metadata);
    }

    @Override
    public void put(String collection, String id, String title, String markdown, Map<String, String> metadata) {
        collections.put(collection, id, title, markdown, metadata);
    }

    @Override
    public Job renew(String collection) {
        return collections.renew(collection);
    }

    @Override
    public int remove(String collection, String document) {
        return collections.remove(collection, document);
    }

    @Override
    public List<String> documents(String collection, int limit) {
        return collections.documents(collection, limit);
    }

    @Override
    public Job evaluate(Evaluation evaluation) {
        return collections.evaluate(evaluation);
    }

    @Override
    public Optional<Job> job(long number) {
        return collections.job(number);
    }

    @Override
    public List<Job> jobs() {
        return collections.jobs();
    }

    @Override
    public boolean cancel(long number) {
        return collections.cancel(number);
    }

    @Override
    public boolean vouch(Path folder, boolean vouches) {
        return collections.vouch(folder, vouches);
    }

    @Override
    public List<String> vouched() {
        return collections.vouched();
    }

    @Override
    public List<RunbookAction> actions() {
        return collections.actions();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the model tells an answer from another sentence", collections::prove);
    }

    @Override
    public long changes() {
        return collections.changes();
    }
}
