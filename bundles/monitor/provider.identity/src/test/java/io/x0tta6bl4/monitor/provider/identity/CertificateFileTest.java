package io.x0tta6bl4.monitor.provider.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CertificateFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_that_is_not_there_is_missing() {
        assertThat(CertificateFile.read(folder.resolve("none.pem"))).isInstanceOf(CertificateFile.Missing.class);
    }

    @Test
    void garbage_an_empty_file_and_a_folder_are_unreadable_and_say_so() throws IOException {
        Path garbage = Files.writeString(folder.resolve("a.pem"), "-----BEGIN CERTIFICATE-----\nxx\n");
        Path empty = Files.createFile(folder.resolve("b.pem"));
        assertThat(CertificateFile.read(garbage)).isInstanceOf(CertificateFile.Unreadable.class);
        assertThat(CertificateFile.read(empty)).isInstanceOf(CertificateFile.Unreadable.class);
        assertThat(CertificateFile.read(folder)).isInstanceOf(CertificateFile.Unreadable.class);
    }

    @Test
    void more_than_the_limit_is_not_read_to_its_end() throws IOException {
        Path large = Files.write(folder.resolve("large.pem"), new byte[CertificateFile.LIMIT + 1]);
        assertThat(CertificateFile.read(large)).isInstanceOf(CertificateFile.Unreadable.class);
    }

    @Test
    void a_named_pipe_that_nobody_writes_to_holds_nobody_up() throws Exception {
        Path pipe = folder.resolve("pipe.pem");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(CertificateFile.read(pipe)).isInstanceOf(CertificateFile.Unreadable.class);
        assertThat(CertificateFile.read(Path.of("/dev/zero"))).isInstanceOf(CertificateFile.Unreadable.class);
    }
}
