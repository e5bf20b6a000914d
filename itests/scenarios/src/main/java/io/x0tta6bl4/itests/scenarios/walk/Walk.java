package io.x0tta6bl4.itests.scenarios.walk;

import java.util.List;
import java.util.Locale;

/** All scenarios, in the order of their numbers. */
public final class Walk {
    private Walk() {}

    public static List<Scenario> all() {
        return List.of(
                new S01KillOfTheLeaf(),
                new S02Hang(),
                new S03BadConfiguration(),
                new S04BrokenBundle(),
                new S05Unhealable(),
                new S06Quiet(),
                new S07Flapping(),
                new S08PauseDuringAnIncident(),
                new S09NodeCrash(),
                new S10TwoNodes(),
                new S11WrongWatchFile(),
                new S12LiveChange(),
                new S13FullDisk(),
                new S14OperatorsStop(),
                new S15BrokenLoop(),
                new S16ExpiringSvid(),
                new S17LyingSensor(),
                new S18DamagedKeyStore());
    }

    /** The scenarios of a name: a number such as {@code S01}, or {@code all}; none when there is no such. */
    public static List<Scenario> named(String name) {
        if (name.equals("all")) return all();
        String id = name.toUpperCase(Locale.ROOT);
        return all().stream().filter(scenario -> scenario.id().equals(id)).toList();
    }
}
