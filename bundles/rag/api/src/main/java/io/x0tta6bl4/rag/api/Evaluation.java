package io.x0tta6bl4.rag.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A measurement on a collection in the layout of BEIR (Thakur and others, 2021).
 *
 * @param corpus lines of JSON with {@code _id}, {@code title}, {@code text}
 * @param queries lines of JSON with {@code _id}, {@code text}
 * @param judgements lines of query id, document id, grade, parted by tabs, with a headline
 * @param run where the hybrid ranking is written to in the format of TREC
 */
public record Evaluation(Path corpus, Path queries, Path judgements, Optional<Path> run) {}
