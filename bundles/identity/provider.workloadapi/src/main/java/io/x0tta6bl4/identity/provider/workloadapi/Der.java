package io.x0tta6bl4.identity.provider.workloadapi;

import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates one after the other, as the Workload API wants them. */
final class Der {
    private Der() {}

    static byte[] joined(List<X509Certificate> certificates) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (X509Certificate certificate : certificates) out.writeBytes(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }
}
