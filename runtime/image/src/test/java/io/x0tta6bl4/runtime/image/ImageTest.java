package io.x0tta6bl4.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
    private static final String JAR_SHA = "ab".repeat(32);

    @TempDir
    Path work;

    @Test
    void an_image_depends_on_contents_alone_and_not_on_place_or_time() throws Exception {
        String first = image(root(work.resolve("one"), Instant.parse("2020-01-01T00:00:00Z")), "one");
        String second = image(root(work.resolve("two/deep"), Instant.parse("2026-05-05T05:05:05Z")), "two");

        assertThat(second).isEqualTo(first);
        assertThat(Archive.read(work.resolve("one.tar")).digest()).isEqualTo(first);
        assertThat(Files.readAllBytes(work.resolve("two.tar"))).isEqualTo(Files.readAllBytes(work.resolve("one.tar")));
    }

    @Test
    void an_image_that_was_changed_after_it_was_made_is_refused() throws Exception {
        image(root(work.resolve("one"), Instant.EPOCH), "one");
        byte[] bytes = Files.readAllBytes(work.resolve("one.tar"));
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("10001:10001");
        bytes[at] = '0';
        Files.write(work.resolve("one.tar"), bytes);

        assertThatThrownBy(() -> Archive.read(work.resolve("one.tar")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("what is kept as sha256:");
    }

    @Test
    void the_volume_belongs_to_the_node_and_all_else_to_nobody_who_runs() throws Exception {
        image(root(work.resolve("one"), Instant.EPOCH), "one");
        Archive image = Archive.read(work.resolve("one.tar"));

        assertThat(image.setting("User")).isEqualTo("10001:10001");
        assertThat(image.files().get("/data").owner()).isEqualTo("10001:10001");
        assertThat(image.files().get("/opt/java/bin/java").mode()).isEqualTo(0755);
        assertThat(image.files().get("/opt/x0/lib/a.jar"))
                .satisfies(jar -> assertThat(jar.owner() + " " + Integer.toOctalString(jar.mode()))
                        .isEqualTo("0:0 644"));
    }

    @Test
    void a_good_image_has_no_findings() {
        assertThat(Verification.findings(image(Map.of()), inventory(JAR_SHA), Shape.SIZE_LIMIT))
                .isEmpty();
    }

    @Test
    void each_thing_that_must_not_be_in_an_image_is_found() {
        assertThat(findings("/bin/sh", plain(10))).contains("/bin/sh is a shell or a tool of one");
        assertThat(findings("/opt/x0/features/pqc.stub.json", plain(10)))
                .contains("/opt/x0/features/pqc.stub.json is a stub");
        assertThat(findings("/opt/x0/su", new Archive.Entry(1, 04755, "0:0", false, "")))
                .contains("/opt/x0/su is run with the rights of its owner");
        assertThat(findings("/opt/x0/open", new Archive.Entry(1, 0666, "0:0", false, "")))
                .contains("/opt/x0/open can be written by others than its owner");
        assertThat(findings("/opt/x0/ours", new Archive.Entry(1, 0644, "10001:10001", false, "")))
                .contains("/opt/x0/ours belongs to 10001:10001");
        assertThat(findings("/opt/x0/big", plain(200_000_000)).getFirst()).contains("bytes on disk, and may take");
        assertThat(findings("/opt/x0/lib/other.jar", new Archive.Entry(1, 0644, "0:0", false, "cd".repeat(32))))
                .contains("/opt/x0/lib/other.jar is not in the inventory");
    }

    @Test
    void an_image_that_runs_as_root_is_found() {
        Archive good = image(Map.of());
        Archive root = new Archive(good.digest(), configuration("0:0"), good.files());

        assertThat(Verification.findings(root, inventory(JAR_SHA), Shape.SIZE_LIMIT))
                .contains("it runs as '0:0' and not as 10001:10001");
    }

    @Test
    void an_image_with_more_features_may_be_larger_when_it_is_said() throws Exception {
        Archive large = image(Map.of("/opt/x0/lib/model", plain(140_000_000)));

        assertThat(Verification.findings(large, inventory(JAR_SHA), Main.limit(Map.of())))
                .singleElement()
                .asString()
                .contains("may take 120000000")
                .contains("--limit MB");
        assertThat(Verification.findings(large, inventory(JAR_SHA), Main.limit(Map.of("--limit", "150"))))
                .isEmpty();
        assertThatThrownBy(() -> Main.limit(Map.of("--limit", "150 MB")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'150 MB'");
    }

    private static List<String> findings(String path, Archive.Entry entry) {
        return Verification.findings(image(Map.of(path, entry)), inventory(JAR_SHA), Shape.SIZE_LIMIT);
    }

    private static Archive.Entry plain(long size) {
        return new Archive.Entry(size, 0644, "0:0", false, "ef".repeat(32));
    }

    private static Archive image(Map<String, Archive.Entry> more) {
        Map<String, Archive.Entry> files = new TreeMap<>(more);
        files.put("/data", new Archive.Entry(0, 0700, "10001:10001", true, ""));
        files.put(ClassArchive.PLACE, plain(5));
        files.put("/opt/x0/lib/a.jar", new Archive.Entry(3, 0644, "0:0", false, JAR_SHA));
        return new Archive("sha256:" + "01".repeat(32), configuration("10001:10001"), files);
    }

    private static JsonObject configuration(String user) {
        return Json.createObjectBuilder()
                .add(
                        "config",
                        Json.createObjectBuilder()
                                .add("User", user)
                                .add("Entrypoint", Json.createArrayBuilder(Shape.ENTRYPOINT))
                                .add("Volumes", Json.createObjectBuilder().add("/data", JsonObject.EMPTY_JSON_OBJECT)))
                .build();
    }

    private static JsonObject inventory(String digest) {
        return Json.createObjectBuilder()
                .add(
                        "metadata",
                        Json.createObjectBuilder()
                                .add("component", Json.createObjectBuilder().add("hashes", hashes("01".repeat(32)))))
                .add(
                        "components",
                        Json.createArrayBuilder().add(Json.createObjectBuilder().add("hashes", hashes(digest))))
                .build();
    }

    private static jakarta.json.JsonArrayBuilder hashes(String digest) {
        return Json.createArrayBuilder().add(Json.createObjectBuilder().add("content", digest));
    }

    private String image(Path root, String name) throws Exception {
        return new Layers(root)
                .write(work.resolve(name + ".tar"), "localhost/x0:1", "1", work.resolve("cache-" + name));
    }

    private static Path root(Path root, Instant time) throws IOException {
        for (String file : List.of("etc/passwd", "opt/java/bin/java", "opt/x0/lib/a.jar", "opt/x0/lib/x0.jsa")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), file);
            Files.setLastModifiedTime(root.resolve(file), FileTime.from(time));
        }
        Files.createDirectories(root.resolve("data"));
        Files.createDirectories(root.resolve("opt/x0/repository"));
        return root;
    }
}
