package io.x0tta6bl4.itests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings every Java source of the project into the one format; {@code ./x0 format} runs it. */
public final class Format {
    private Format() {}

    public static void main(String[] arguments) throws IOException {
        House house = House.here();
        Formatting formatting = new Formatting(house.root().resolve("itests/architecture/target/formatted.txt"));
        List<Path> wrong = formatting.wrong(house.files(file -> file.toString().endsWith(".java")));
        for (Path source : wrong) {
            Files.writeString(source, formatting.format(source, Files.readString(source)));
            System.out.println("formatted " + house.name(source));
        }
        System.out.println(wrong.isEmpty() ? "every source is in the one format" : wrong.size() + " sources formatted");
    }
}
