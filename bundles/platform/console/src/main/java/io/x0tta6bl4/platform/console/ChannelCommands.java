package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.channel.api.Peer;
import io.x0tta6bl4.channel.api.SecureChannel;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code channel:…}: with whom this node speaks. */
@Component(
        service = ChannelCommands.class,
        immediate = true,
        property = {"osgi.command.scope=channel", "osgi.command.function=peers"})
public final class ChannelCommands {
    private static final Arguments.Usage PEERS = Arguments.Usage.of(
            0,
            0,
            Set.of("--json"),
            "channel:peers [--json]",
            "  Lists the open connections: peer, group of the key exchange, cipher, until when its identity is valid.");

    private final Capability<SecureChannel> channel = new Capability<>("secure channel");

    @Activate
    public ChannelCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindChannel(ServiceReference<SecureChannel> reference, SecureChannel service) {
        channel.bind(reference, service);
    }

    void unbindChannel(ServiceReference<SecureChannel> reference) {
        channel.unbind(reference);
    }

    @Deactivate
    void close() {
        channel.close();
    }

    @Descriptor("lists the open connections of the secure channel")
    public String peers(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(PEERS, given);
        if (arguments.help()) return PEERS.help();
        Table table = new Table("PEER", "CALLED BY", "ADDRESS", "PROTOCOL", "GROUP", "CIPHER", "EXPIRES", "SINCE");
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Peer peer : channel.ask(SecureChannel::peers)) {
            String by = peer.called() ? "this node" : "the peer";
            table.row(
                    peer.id(),
                    by,
                    peer.address(),
                    peer.protocol(),
                    peer.group(),
                    peer.cipher(),
                    peer.expires(),
                    peer.since());
            array.add(Json.createObjectBuilder()
                    .add("peer", peer.id().toString())
                    .add("called", peer.called())
                    .add("address", peer.address())
                    .add("protocol", peer.protocol())
                    .add("group", peer.group())
                    .add("cipher", peer.cipher())
                    .add("expires", peer.expires().toString())
                    .add("since", peer.since().toString()));
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }
}
