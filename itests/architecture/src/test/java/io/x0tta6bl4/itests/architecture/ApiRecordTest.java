package io.x0tta6bl4.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No change of an api without a change of its version. {@code -Dx0.record.apis=true} records the apis as they are: at a
 * release, and for a new package.
 */
class ApiRecordTest {
    private static final House HOUSE = House.here();
    private static final Path RECORDS = HOUSE.root().resolve("itests/architecture/src/test/apis");
    private static final Pattern VERSION = Pattern.compile("@Version\\(\"([0-9.]+)\"\\)");

    private static Map<String, ApiRecord> now() {
        Map<String, ApiRecord> apis = new TreeMap<>();
        for (House.Bundle bundle : HOUSE.bundles()) {
            if (!bundle.isApi()) continue;
            JavaClasses classes = new ClassFileImporter().importPath(bundle.classes());
            Path sources = bundle.directory().resolve("src/main/java");
            for (Path info : House.below(sources, "package-info.java")) {
                Matcher version = VERSION.matcher(House.read(info));
                String name = sources.relativize(info.getParent()).toString().replace('/', '.');
                if (version.find()) apis.put(name, ApiRecord.of(version.group(1), classes, name));
            }
        }
        return apis;
    }

    @Test
    void a_change_of_an_api_is_told_by_its_version() throws IOException {
        Map<String, ApiRecord> now = now();
        assertThat(now).hasSizeGreaterThan(10);
        if (Boolean.getBoolean("x0.record.apis")) record(now);
        List<String> untold = new ArrayList<>();
        List<Path> records = House.below(RECORDS, ".txt");
        assertThat(records).hasSizeGreaterThan(10);
        for (Path file : records) {
            String name = file.getFileName().toString().replaceAll("\\.txt$", "");
            ApiRecord then = ApiRecord.read(House.read(file));
            ApiRecord current = now.get(name);
            if (current == null) untold.add(name + " is gone; a package that was promised stays");
            else untold.addAll(then.untold(name, current));
        }
        assertThat(untold).isEmpty();
    }

    private static void record(Map<String, ApiRecord> now) throws IOException {
        Files.createDirectories(RECORDS);
        for (Map.Entry<String, ApiRecord> api : now.entrySet())
            Files.writeString(
                    RECORDS.resolve(api.getKey() + ".txt"), api.getValue().text());
    }
}
