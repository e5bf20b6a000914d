package io.x0tta6bl4.monitor.provider.otlp;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which element a service or an address is, by the model in force. */
final class Names {
    private final Map<String, ElementId> services = new HashMap<>();
    private final Map<String, ElementId> addresses = new HashMap<>();

    Names(Model model) {
        for (Element element : model.elements()) {
            if (element.origin() != Element.Origin.CONFIGURED) continue;
            services.putIfAbsent(element.id().value(), element.id());
            for (Probe probe : element.probes()) addresses.putIfAbsent(address(probe), element.id());
        }
        for (Element element : model.elements())
            element.telemetry().service().ifPresent(name -> services.put(name, element.id()));
    }

    private static String address(Probe probe) {
        return switch (probe) {
            case Probe.Http http -> address(http.url());
            case Probe.Tcp tcp -> address(tcp.host(), tcp.port());
        };
    }

    static String address(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        return address(String.valueOf(url.getHost()), port);
    }

    static String address(String host, long port) {
        return (host.equals("localhost") ? "127.0.0.1" : host) + ":" + port;
    }

    /** The configured element that is the service, else the name that a discovered one gets. */
    ElementId service(String name) {
        ElementId known = services.get(name);
        return known != null ? known : new ElementId("service/" + Words.name(name));
    }

    Optional<ElementId> at(String address) {
        return Optional.ofNullable(addresses.get(address));
    }
}
