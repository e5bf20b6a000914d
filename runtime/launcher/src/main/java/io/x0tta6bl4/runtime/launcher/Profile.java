package io.x0tta6bl4.runtime.launcher;

/** What a node is for. A stub resolves on a lab node only. */
enum Profile {
    PRODUCTION,
    LAB;

    static Profile of(String word) throws Refusal {
        for (Profile profile : values()) {
            if (profile.word().equals(word)) {
                return profile;
            }
        }
        throw Refusal.usage("There is no profile '" + word + "'. A node runs 'production' (the default) or 'lab'.");
    }

    String word() {
        return this == LAB ? "lab" : "production";
    }
}
