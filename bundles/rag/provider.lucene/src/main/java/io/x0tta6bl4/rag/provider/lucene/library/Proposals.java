package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.rag.provider.lucene.runbooks.FrontMatterAction;
import io.x0tta6bl4.rag.provider.lucene.runbooks.VouchedFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the documents of all collections propose, kept in memory: the loop asks in its tick and must not wait for an index. */
final class Proposals {
    private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);

    private final VouchedFolders vouched;
    private final Map<String, List<RunbookAction>> of = new ConcurrentSkipListMap<>();

    Proposals(VouchedFolders vouched) {
        this.vouched = vouched;
    }

    /** Reads a collection anew; told after every change of it. */
    void read(String collection, Shelf shelf) {
        try {
            List<RunbookAction> found = new ArrayList<>();
            for (var document : shelf.index().having(FrontMatterAction.ACTION).entrySet()) {
                if (found.size() == Runbooks.MOST) {
                    LOG.warn(
                            "Collection {}: more than {} runbook actions; the rest is left out",
                            collection,
                            found.size());
                    break;
                }
                try {
                    FrontMatterAction.of(document.getKey(), document.getValue()).ifPresent(found::add);
                } catch (IllegalArgumentException e) {
                    LOG.debug("{} proposes nothing: {}", document.getKey(), e.getMessage());
                }
            }
            of.put(collection, List.copyOf(found));
        } catch (IOException e) {
            of.remove(collection);
            LOG.warn("Collection {}: what its runbooks propose cannot be read: {}", collection, e.getMessage());
        }
    }

    /** Those of folders that are vouched for, as it is now. */
    List<RunbookAction> actions() {
        return of.values().stream()
                .flatMap(List::stream)
                .filter(action -> vouched.cover(action.document()))
                .limit(Runbooks.MOST)
                .toList();
    }

    /** What a reader of the job has to know about a document that proposes something; empty when it proposes nothing. */
    String remark(String document, Map<String, String> metadata) {
        try {
            return FrontMatterAction.of(document, metadata)
                    .filter(action -> !vouched.cover(document))
                    .map(action -> "it is searched, but what it proposes (" + action.step()
                            + ") is not offered: nobody vouched for its folder (x0 rag vouch FOLDER)")
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "it is searched, but proposes no action: " + e.getMessage();
        }
    }
}
