package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the coverage-guided fuzzer ({@code x0 fuzz identity}) found worth keeping, again in every build. */
class FuzzCorpusTest {
    private static DynamicTest again(Path file, Consumer<byte[]> parser) {
        return DynamicTest.dynamicTest(
                file.toString(),
                () -> assertThatCode(() -> parser.accept(Files.readAllBytes(file)))
                        .doesNotThrowAnyException());
    }

    private static Stream<DynamicTest> of(String kind, Consumer<byte[]> parser) throws Exception {
        Path folder = Path.of("src/test/resources/fuzz", kind);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> inputs = files.sorted().toList();
            if (inputs.isEmpty()) throw new IllegalStateException(folder + " is empty");
            return inputs.stream().map(file -> again(file, parser));
        }
    }

    @TestFactory
    Stream<DynamicTest> certificates() throws Exception {
        return of("certificate", Fuzzed.Certificate::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> tokens() throws Exception {
        return of("token", Fuzzed.Token::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> bundles() throws Exception {
        return of("bundle", Fuzzed.Bundle::fuzzerTestOneInput);
    }
}
