package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/** As the parent, else by ratio; what is told as a whole was chosen by whoever tells it, and is kept. */
final class Sampling implements Sampler {
    private final Ids ids;
    private final Sampler others;

    Sampling(Ids ids, double ratio) {
        this.ids = ids;
        this.others = Sampler.parentBased(Sampler.traceIdRatioBased(ratio));
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        if (ids.choosing()) return SamplingResult.recordAndSample();
        return others.shouldSample(parent, traceId, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
        return "chosen, else " + others.getDescription();
    }
}
