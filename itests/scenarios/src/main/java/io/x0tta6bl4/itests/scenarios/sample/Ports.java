package io.x0tta6bl4.itests.scenarios.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Free ports of the loopback interface, none handed out twice by this process. */
public final class Ports {
    private static final Set<Integer> HANDED_OUT = new HashSet<>();

    private Ports() {}

    /** A port that nobody listens on now, below the range that outgoing connections use. */
    public static synchronized int free() throws IOException {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = 20_000 + java.util.concurrent.ThreadLocalRandom.current().nextInt(12_000);
            if (HANDED_OUT.contains(port) || !available(port)) continue;
            HANDED_OUT.add(port);
            return port;
        }
        throw new IOException("found no free port between 20000 and 32000 on the loopback interface");
    }

    private static boolean available(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
