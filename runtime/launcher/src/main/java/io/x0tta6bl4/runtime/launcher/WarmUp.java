package io.x0tta6bl4.runtime.launcher;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Has the JDK load what every start of a node needs later and what costs most in it (tables of the curve P-256, its XML reader, its
 * HTTP client, its locales), on another core while the launcher installs the bundles. Nothing depends on it: whatever it
 * does not do is done by who needs it first.
 */
final class WarmUp {

    private static final byte[] XML = "<a><b/></a>".getBytes(StandardCharsets.US_ASCII);

    private WarmUp() {}

    static void begin() {
        Thread.ofPlatform().daemon().name("x0-warm-up").start(WarmUp::all);
    }

    private static void all() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            keys.generateKeyPair();
            SAXParserFactory.newInstance().newSAXParser().parse(new ByteArrayInputStream(XML), new DefaultHandler());
            Locale.getAvailableLocales();
            HttpClient.newBuilder();
        } catch (GeneralSecurityException
                | org.xml.sax.SAXException
                | java.io.IOException
                | javax.xml.parsers.ParserConfigurationException e) {
            // whoever needs it meets the same and says so
            return;
        }
    }
}
