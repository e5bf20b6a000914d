package io.x0tta6bl4.knowledge.provider.yaml;

/** One thing that is wrong or doubtful in a watch file: what was found, and what is allowed. */
record Problem(Place place, String text) {

    /** In the form that editors and terminals turn into a link. */
    String in(String file) {
        return file + ":" + place.line() + ":" + place.column() + ": " + text;
    }
}
