package io.x0tta6bl4.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Java runtime with the modules that a node needs, linked out of a JDK. */
final class JavaRuntime {
    /** What the bundles of a node import; java.desktop for {@code java.beans} and the imports of the host's sensor. */
    private static final String MODULES = "java.base,java.desktop,java.logging,java.management,java.management.rmi,"
            + "java.naming,java.net.http,java.scripting,java.security.jgss,java.sql,java.xml,"
            + "jdk.management,jdk.net,jdk.unsupported,jdk.zipfs";

    /** Native parts of windows, fonts, sound and printing; a node has no screen. */
    private static final String LEFT_OUT = "**/libfontmanager.so,**/libfreetype.so,**/libmlib_image.so,**/liblcms.so,"
        + "**/libawt*.so,**/libjawt.so,**/libsplashscreen.so,**/libjsound.so,**/libjavajpeg.so,**/libprefs.so,"
        + "**/psfont*,**/keytool,**/jrunscript,**/rmiregistry,**/jexec,**/classlist,**/jrt-fs.jar,**/libsimdsort.so";

    /** Widgets and their inner classes: bundles import java.desktop, and no node draws. Each package keeps a class. */
    private static final String UNDRAWN = "regex:/java\\.desktop/(javax/swing|com/sun/java/swing|sun/font|sun/java2d"
            + "|sun/print|com/sun/media/sound|sun/awt/X11)/.*\\$.*,"
            + "regex:/java\\.desktop/javax/swing/.*/(Basic|Synth|Metal|Nimbus)[B-Z].*,"
            + "regex:/java\\.desktop/sun/awt/X11/X[B-Z].*,regex:/java\\.desktop/sun/java2d/marlin/[E-Z].*,"
            + "regex:/java\\.desktop/com/sun/media/sound/[E-Z].*,"
            + "regex:/java\\.desktop/javax/swing/(J[B-Z]|[DGRSTU])[A-Za-z]*\\.class,"
            + "regex:/java\\.desktop/(sun/font|javax/swing/text)/[G-Z][A-Za-z0-9]*\\.class,"
            + "regex:/java\\.desktop/javax/swing/text/html/[D-Z][A-Za-z]*\\.class,"
            + "regex:/java\\.desktop/sun/java2d/(pipe|loops)/[E-Z].*,regex:/java\\.desktop/sun/print/[I-Z].*class,"
            + "regex:/java\\.desktop/com/sun/imageio/plugins/.*(?<!ReaderSpi|Constants|Util|Utils)\\.class,"
            + "regex:/java\\.desktop/sun/awt/image/[G-Z].*class";

    private JavaRuntime() {}

    static void link(Path jdk, Path target) throws IOException, InterruptedException, Refused {
        Path jlink = jdk.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) throw new Refused("there is no " + jlink + "; --jdk names a JDK 25 with jlink");
        Files.createDirectories(target.getParent());
        Program.run(
                target.getParent(),
                Map.of(),
                List.of(
                        jlink.toString(),
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress",
                        "zip-9",
                        "--exclude-files=" + LEFT_OUT,
                        "--exclude-resources=" + UNDRAWN,
                        "--output",
                        target.toString()));
        strip(target.resolve("lib/server/libjvm.so"));
    }

    /** The table of symbols of the virtual machine is 5 MB that only a debugger reads. */
    private static void strip(Path library) throws IOException, InterruptedException, Refused {
        try {
            Program.run(
                    library.getParent(),
                    Map.of(),
                    List.of("strip", "--strip-unneeded", "--preserve-dates", library.toString()));
        } catch (IOException e) {
            throw new Refused("linking the runtime needs 'strip' (binutils): " + e.getMessage());
        }
    }
}
