package io.x0tta6bl4.runtime.image;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with an image; pure. */
final class Verification {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "ash", "zsh", "busybox", "toybox", "env", "curl", "wget", "apt", "apk");

    private Verification() {}

    /** One sentence for each finding; empty when it is as it should be. */
    static List<String> findings(Archive image, JsonObject inventory, long limit) {
        List<String> findings = new ArrayList<>();
        if (!image.setting("User").equals(Shape.USER))
            findings.add("it runs as '" + image.setting("User") + "' and not as " + Shape.USER);
        if (!image.setting("Entrypoint").contains(Shape.ENTRYPOINT.getFirst()))
            findings.add("it starts " + image.setting("Entrypoint") + " and not a node");
        if (!image.setting("Volumes").equals("{\"" + Shape.VOLUME + "\":{}}"))
            findings.add("its volumes are " + image.setting("Volumes") + " and not " + Shape.VOLUME + " alone");
        if (image.size() > limit)
            findings.add("it takes " + image.size() + " bytes on disk, and may take " + limit
                    + "; with features besides the default ones, --limit MB allows more");
        if (!image.files().containsKey(ClassArchive.PLACE)) findings.add("it has no " + ClassArchive.PLACE);
        for (Map.Entry<String, Archive.Entry> file : image.files().entrySet())
            look(file.getKey(), file.getValue(), findings);
        named(image, inventory, findings);
        return findings;
    }

    private static void look(String path, Archive.Entry file, List<String> findings) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (SHELLS.contains(name) && !file.directory()) findings.add(path + " is a shell or a tool of one");
        if (name.matches(".*[.-]stub[.-].*")) findings.add(path + " is a stub");
        if ((file.mode() & 06000) != 0) findings.add(path + " is run with the rights of its owner");
        boolean volume = path.equals(Shape.VOLUME);
        if (volume && !file.owner().equals(Shape.USER)) findings.add(path + " does not belong to " + Shape.USER);
        if (!volume && (file.mode() & 0022) != 0) findings.add(path + " can be written by others than its owner");
        if (!volume && !file.owner().equals("0:0")) findings.add(path + " belongs to " + file.owner());
    }

    private static void named(Archive image, JsonObject inventory, List<String> findings) {
        Set<String> digests = Inventory.digests(inventory);
        image.files().forEach((path, file) -> {
            boolean code = path.endsWith(".jar") || path.startsWith("/lib") || path.endsWith("/lib/modules");
            if (code && !file.directory() && !digests.contains(file.sha256()))
                findings.add(path + " is not in the inventory");
        });
        String named = inventory
                .getJsonObject("metadata")
                .getJsonObject("component")
                .getJsonArray("hashes")
                .getJsonObject(0)
                .getString("content");
        if (!image.digest().equals("sha256:" + named))
            findings.add("the inventory is of sha256:" + named + ", the image is " + image.digest());
    }
}
