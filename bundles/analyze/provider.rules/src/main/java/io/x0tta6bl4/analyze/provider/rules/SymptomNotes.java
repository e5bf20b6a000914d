package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;

/** A symptom in the notes for the next version of this provider. */
final class SymptomNotes {
    private SymptomNotes() {}

    static void write(NotesWriter out, Symptom symptom) {
        out.text(symptom.element().value())
                .name(symptom.kind())
                .text(symptom.signal())
                .instant(symptom.since())
                .real(symptom.score())
                .text(symptom.detector())
                .name(symptom.response())
                .each(symptom.evidence(), out::observation)
                .text(symptom.summary());
    }

    static Symptom read(NotesReader in) {
        return new Symptom(
                new ElementId(in.text()),
                in.name(Symptom.Kind.class),
                in.text(),
                in.instant(),
                in.real(),
                in.text(),
                in.name(Response.class),
                in.each(in::observation),
                in.text());
    }
}
