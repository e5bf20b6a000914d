package io.x0tta6bl4.loop.provider.mapek;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Actions that wait for a person, and what persons said (brake 10). An answer counts until the request expires. */
final class Approvals {
    private enum Answer {
        NONE,
        APPROVED,
        REFUSED
    }

    private record Request(String incident, Instant asked, Instant expires, Answer answer, boolean offer) {}

    private final Map<String, Request> requests = new TreeMap<>();

    synchronized void ask(String actionId, String incident, Instant now, Duration expiry) {
        requests.putIfAbsent(actionId, new Request(incident, now, now.plus(expiry), Answer.NONE, false));
    }

    /**
     * An action that nobody waits for: the incident goes its way, whether a person agrees to it or not. What was refused is not
     * offered again. True when it was not offered before.
     */
    synchronized boolean offer(String actionId, String incident, Instant now, Duration expiry) {
        return requests.putIfAbsent(actionId, new Request(incident, now, now.plus(expiry), Answer.NONE, true)) == null;
    }

    /** The incident ended, and with it what was offered for it. */
    synchronized void forget(String incident) {
        requests.values().removeIf(r -> r.offer() && r.incident().equals(incident));
    }

    /** Whether a person agreed to something that was offered for the incident. */
    synchronized boolean taken(String incident, Instant now) {
        return requests.values().stream()
                .anyMatch(r -> r.offer()
                        && r.incident().equals(incident)
                        && r.answer() == Answer.APPROVED
                        && r.expires().isAfter(now));
    }

    /** Empty when nothing of that id waits, or its time is over. */
    synchronized Optional<String> answer(String actionId, boolean agreed, Instant now) {
        Request request = requests.get(actionId);
        if (request == null || !request.expires().isAfter(now)) return Optional.empty();
        Answer answer = agreed ? Answer.APPROVED : Answer.REFUSED;
        requests.put(
                actionId, new Request(request.incident(), request.asked(), request.expires(), answer, request.offer()));
        return Optional.of(request.incident());
    }

    synchronized Set<String> approved(Instant now) {
        return requests.entrySet().stream()
                .filter(r -> r.getValue().answer() == Answer.APPROVED
                        && r.getValue().expires().isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Incidents whose request was refused or has expired without an answer, with the reason; each is told once. */
    synchronized Map<String, String> over(Instant now) {
        Map<String, String> over = new TreeMap<>();
        requests.values().removeIf(r -> {
            if (r.offer()) return !r.expires().isAfter(now) && r.answer() != Answer.REFUSED;
            boolean refused = r.answer() == Answer.REFUSED;
            boolean expired = !r.expires().isAfter(now);
            if (refused) over.put(r.incident(), "a person refused the action");
            else if (expired && r.answer() == Answer.NONE) over.put(r.incident(), "nobody approved the action in time");
            return refused || expired;
        });
        return over;
    }

    synchronized Set<String> waiting() {
        return requests.entrySet().stream()
                .filter(r -> r.getValue().answer() == Answer.NONE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
