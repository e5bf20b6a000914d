package io.x0tta6bl4.itests.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.PublicKey;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import io.x0tta6bl4.pqc.provider.bouncycastle.BouncyCastlePqc;
import io.x0tta6bl4.pqc.provider.jdk.JdkPqc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.osgi.service.condition.Condition;

/** The provider is exchanged under load; keys made before go on working and no call is lost. */
class SwapTest {
    private static final int SWAPS = 60;
    private static final int THREADS = 4;

    private final HotReference<Pqc> hot = new HotReference<>("pqc", Duration.ofSeconds(10));
    private final PrivateKey opens = new JdkPqc(Condition.INSTANCE).generate(KemAlgorithm.X25519_ML_KEM_768);
    private final PrivateKey signs = new BouncyCastlePqc(Condition.INSTANCE).generate(SignatureAlgorithm.ML_DSA_65);
    private final AtomicBoolean swapping = new AtomicBoolean(true);
    private final AtomicLong calls = new AtomicLong();
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    @Test
    void no_call_is_lost_and_every_key_goes_on_working_while_the_provider_is_swapped() throws Exception {
        hot.bind(0, new JdkPqc(Condition.INSTANCE));
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Long>> wrong = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) wrong.add(threads.submit(this::work));
            for (int i = 1; i <= SWAPS; i++) {
                long before = calls.get();
                hot.bind(i, i % 2 == 0 ? new JdkPqc(Condition.INSTANCE) : new BouncyCastlePqc(Condition.INSTANCE));
                hot.unbind(i - 1);
                while (calls.get() < before + THREADS) Thread.onSpinWait();
            }
            swapping.set(false);
            for (Future<Long> count : wrong) assertThat(count.get()).isZero();
        }
        assertThat(hot.overruns()).isZero();
        assertThat(calls.get()).isGreaterThan((long) SWAPS * THREADS);
        assertThat(served).containsExactlyInAnyOrder("JdkPqc", "BouncyCastlePqc");
    }

    /** Each step of a round may meet another provider; an exception ends it and fails the test. */
    private long work() {
        long wrong = 0;
        byte[] message = {4, 2};
        PublicKey known = hot.call(pqc -> pqc.publicKey(signs));
        while (swapping.get()) {
            PublicKey to = call(pqc -> pqc.publicKey(opens));
            Encapsulation sealed = call(pqc -> pqc.encapsulate(to));
            if (!call(pqc -> pqc.decapsulate(opens, sealed.ciphertext())).matches(sealed.secret())) wrong++;
            byte[] signature = call(pqc -> pqc.sign(signs, message));
            if (!call(pqc -> pqc.verify(known, message, signature))) wrong++;
        }
        return wrong;
    }

    private <R> R call(java.util.function.Function<Pqc, R> body) {
        R result = hot.call(pqc -> {
            served.add(pqc.getClass().getSimpleName());
            return body.apply(pqc);
        });
        calls.incrementAndGet();
        return result;
    }
}
