package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.platform.api.Canary;
import io.x0tta6bl4.platform.api.Swappable;
import io.x0tta6bl4.platform.api.Swappable.Report;
import io.x0tta6bl4.platform.api.Swappable.Standing;
import io.x0tta6bl4.platform.api.Swappables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code swap:…}: try a new provider beside the one that serves, then let it serve or dismiss it. */
@Component(
        service = SwapCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=swap",
            "osgi.command.function=list",
            "osgi.command.function=canary",
            "osgi.command.function=promote",
            "osgi.command.function=revert",
            "osgi.command.function=names"
        })
public final class SwapCommands {
    private static final long USUAL_CALLS = 100;
    private static final Arguments.Usage LIST = Arguments.Usage.of(
            0,
            0,
            Set.of(),
            "swap:list",
            "  Lists where a provider can be tried, the providers there, and the last trial.");
    private static final Arguments.Usage CANARY = Arguments.Usage.of(
            1,
            3,
            Set.of(),
            "swap:canary NAME [shadow | PERCENT] [CALLS]",
            "  Tries the provider that stands by: as a shadow, whose answers are compared and not used, or for a",
            "  share of the calls. After CALLS calls (100) it serves or is dismissed by its errors, answers and"
                    + " latency.");
    private static final Arguments.Usage PROMOTE =
            Arguments.Usage.of(1, 1, Set.of(), "swap:promote NAME", "  Lets the tried provider serve now.");
    private static final Arguments.Usage REVERT = Arguments.Usage.of(
            1, 1, Set.of(), "swap:revert NAME", "  Ends the trial or takes a promotion back: the one before serves.");

    private final Capability<Swappables> places = new Capability<>("loop");

    @Activate
    public SwapCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSwappables(ServiceReference<Swappables> reference, Swappables service) {
        places.bind(reference, service);
    }

    void unbindSwappables(ServiceReference<Swappables> reference) {
        places.unbind(reference);
    }

    @Deactivate
    void close() {
        places.close();
    }

    @Descriptor("lists where a provider can be tried, the providers there, and the last trial")
    public String list(CommandSession session, String[] given) {
        if (Arguments.parse(LIST, given).help()) return LIST.help();
        Table table = new Table("PLACE", "PROVIDER", "PART", "LAST TRIAL");
        for (Swappable place : places.ask(Swappables::swappables)) {
            String trial = place.trial().map(SwapCommands::brief).orElse("none");
            for (Standing standing : place.providers())
                table.row(
                        name(place),
                        provider(standing),
                        part(standing),
                        standing.part() == Standing.Part.SERVES ? trial : "");
        }
        return table.render(Screen.of(session));
    }

    @Descriptor("tries the provider that stands by beside the one that serves")
    public String canary(String[] given) {
        Arguments arguments = Arguments.parse(CANARY, given);
        if (arguments.help()) return CANARY.help();
        String kind = arguments.words().size() > 1 ? arguments.word(1) : "shadow";
        long calls = arguments.words().size() > 2 ? number(arguments.word(2)) : USUAL_CALLS;
        return told(arguments.word(0), place -> place.begin(canary(kind, calls)));
    }

    private static Canary canary(String kind, long calls) {
        try {
            return kind.equals("shadow") ? Canary.shadow(calls) : Canary.share((int) number(kind), calls);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(e.getMessage() + "; use " + CANARY.form());
        }
    }

    private static long number(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new CommandFailed("'" + word + "' is no number; use " + CANARY.form());
        }
    }

    @Descriptor("lets the tried provider serve now")
    public String promote(String[] given) {
        Arguments arguments = Arguments.parse(PROMOTE, given);
        return arguments.help() ? PROMOTE.help() : told(arguments.word(0), Swappable::promote);
    }

    @Descriptor("ends the trial or takes a promotion back")
    public String revert(String[] given) {
        Arguments arguments = Arguments.parse(REVERT, given);
        return arguments.help() ? REVERT.help() : told(arguments.word(0), Swappable::revert);
    }

    /** For completion. */
    @Descriptor("the names of the places where a provider can be tried")
    public List<String> names() {
        return places.askIfPresent(Swappables::swappables).orElse(List.of()).stream()
                .map(SwapCommands::name)
                .toList();
    }

    private String told(String wanted, java.util.function.Function<Swappable, Report> doing) {
        Optional<Swappable> place = places.ask(Swappables::swappables).stream()
                .filter(p -> name(p).equals(wanted))
                .findFirst();
        try {
            Report report = doing.apply(place.orElseThrow(() -> Words.unknown("place", wanted, names(), "swap:list")));
            return name(place.get()) + ": " + brief(report) + "; now serves " + serving(place.get());
        } catch (IllegalStateException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    private static String serving(Swappable place) {
        return place.providers().stream()
                .filter(standing -> standing.part() == Standing.Part.SERVES)
                .map(SwapCommands::provider)
                .findFirst()
                .orElse("nobody");
    }

    private static String name(Swappable place) {
        return place.what().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", "");
    }

    private static String provider(Standing standing) {
        if (!(standing.rank() instanceof ServiceReference<?> reference)) return String.valueOf(standing.rank());
        Bundle bundle = reference.getBundle();
        return bundle == null ? "leaving" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static String part(Standing standing) {
        return standing.part().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String brief(Report report) {
        String how = report.canary().kind() == Canary.Kind.SHADOW
                ? "shadow"
                : report.canary().percent() + " % of the calls";
        String state = report.over() ? report.verdict().decision().name().toLowerCase(Locale.ROOT) : "running";
        return how + ", " + state + ": " + String.join("; ", report.verdict().reasons());
    }
}
