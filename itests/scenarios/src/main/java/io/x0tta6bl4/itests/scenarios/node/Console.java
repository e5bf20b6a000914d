package io.x0tta6bl4.itests.scenarios.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The commands of the running node that the drivers use. */
public final class Console {
    private final ExecSocket socket;

    public Console(ExecSocket socket) {
        this.socket = socket;
    }

    /** Runs any command, whatever comes of it. */
    public Answer run(String command) throws IOException {
        return socket.run(command);
    }

    /** Runs a command that must succeed and returns what it printed. */
    public String say(String command) throws IOException {
        Answer answer = run(command);
        if (!answer.ok())
            throw new IOException("'" + command + "' ended with " + answer.exit() + ": " + answer.words());
        return answer.out();
    }

    public List<IncidentView> incidents() throws IOException {
        return NodeJson.incidents(say("incident:list --json"));
    }

    /** The newest incident on an element that was opened at or after an instant. */
    public Optional<IncidentView> incident(String element, Instant since) throws IOException {
        return incidents().stream()
                .filter(i -> i.element().equals(element) && !i.opened().isBefore(since))
                .reduce((a, b) -> a.opened().isBefore(b.opened()) ? b : a);
    }

    public ChainView chain(String incident) throws IOException {
        return NodeJson.chain(say("incident:show " + incident + " --json"));
    }

    public List<ElementView> elements() throws IOException {
        return NodeJson.elements(say("element:list --json"));
    }

    public Optional<ElementView> element(String id) throws IOException {
        return elements().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    public LoopView loop() throws IOException {
        return NodeJson.loop(say("loop:status --json"));
    }

    /** Felix's own list of bundles. */
    public List<BundleLine> bundles() throws IOException {
        return BundleLine.table(say("lb -s"));
    }

    public BundleLine bundle(String symbolicName) throws IOException {
        return bundles().stream()
                .filter(b -> b.symbolicName().equals(symbolicName))
                .findFirst()
                .orElseThrow(() -> new IOException("the node has no bundle " + symbolicName));
    }
}
