package io.x0tta6bl4.channel.provider.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets through the channel's own protection of records; that others read and write the same is for the interoperability checks. */
class GcmRecordsTest {
    private static final String A = "spiffe://prod.example/node/a";
    private static final Issuer PROD = new Issuer("prod.example");
    /** bctls asks for new keys after so many records of one direction. */
    private static final int KEY_LIMIT = 1 << 20;

    private final Node node = new Node(PROD.svid(A), PROD).allows(A);
    private final ByteBuffer wire = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer plain = ByteBuffer.allocate(64 * 1024);

    private SSLEngine[] pair() throws IOException {
        return ChannelBench.shake(node.channel.clientEngine("peer", 1, Optional.empty()), node.channel.serverEngine());
    }

    private byte[] sent(SSLEngine from, SSLEngine to, byte[] octets) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(octets);
        wire.clear();
        plain.clear();
        while (data.hasRemaining()) from.wrap(data, wire);
        wire.flip();
        while (wire.hasRemaining()) to.unwrap(wire, plain);
        byte[] come = new byte[plain.position()];
        plain.flip().get(come);
        return come;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 255, 4096, 16_383, 16_384, 16_385, 40_000})
    void what_is_sent_arrives_both_ways_whatever_its_length(int length) throws IOException {
        SSLEngine[] pair = pair();
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        for (int i = 0; i < 3; i++) {
            assertThat(sent(pair[0], pair[1], octets)).isEqualTo(octets);
            assertThat(sent(pair[1], pair[0], octets)).isEqualTo(octets);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 36})
    void a_changed_octet_of_a_record_ends_the_connection(int octet) throws IOException {
        SSLEngine[] pair = pair();
        wire.clear();
        pair[0].wrap(ByteBuffer.wrap(new byte[16]), wire);
        wire.put(octet, (byte) (wire.get(octet) ^ 1)).flip();
        assertThatThrownBy(() -> {
                    pair[1].unwrap(wire, plain);
                    pair[1].unwrap(wire, plain);
                })
                .isInstanceOf(SSLException.class);
        assertThat(plain.position()).isZero();
    }

    @Test
    void a_record_that_comes_twice_ends_the_connection() throws IOException {
        SSLEngine[] pair = pair();
        wire.clear();
        pair[0].wrap(ByteBuffer.wrap(new byte[16]), wire);
        wire.flip();
        pair[1].unwrap(wire.duplicate(), plain);
        assertThatThrownBy(() -> pair[1].unwrap(wire, plain)).isInstanceOf(SSLException.class);
        assertThat(plain.position()).isEqualTo(16);
    }

    @Test
    void no_two_records_of_the_same_octets_look_the_same() throws IOException {
        SSLEngine[] pair = pair();
        wire.clear();
        pair[0].wrap(ByteBuffer.wrap(new byte[32]), wire);
        byte[] first = java.util.Arrays.copyOf(wire.array(), wire.position());
        wire.clear();
        pair[0].wrap(ByteBuffer.wrap(new byte[32]), wire);
        assertThat(java.util.Arrays.copyOf(wire.array(), wire.position())).isNotEqualTo(first);
    }

    @Test
    void new_keys_are_taken_before_the_old_ones_have_protected_too_much() throws IOException {
        SSLEngine[] pair = pair();
        byte[] one = {42};
        for (int i = 0; i < KEY_LIMIT + 10; i++)
            if (sent(pair[0], pair[1], one).length != 1) throw new AssertionError("record " + i + " was lost");
        assertThat(sent(pair[0], pair[1], new byte[100])).hasSize(100);
        assertThat(sent(pair[1], pair[0], new byte[100])).hasSize(100);
    }
}
