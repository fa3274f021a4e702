package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.DatedTrust;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.http.HttpFailure.Kind;

/** The certificate authorities that are trusted: the system's, and those of a PEM file. */
final class Trust {
  private Trust() {}

  /** A trust manager for the system's authorities. */
  static X509TrustManager system() {
    try {
      return DatedTrust.of(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java trusts nobody", e);
    }
  }

  /** A trust manager for the system's authorities and those of {@code caFile}. */
  static X509TrustManager withSystem(Path caFile) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (X509Certificate certificate : DatedTrust.of(null).getAcceptedIssuers()) {
        all.setCertificateEntry("system-" + number++, certificate);
      }
      for (Certificate certificate : read(caFile)) {
        all.setCertificateEntry("file-" + number++, certificate);
      }
      return DatedTrust.of(all);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(caFile, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> read(Path caFile)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(caFile)) {
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw unreadable(caFile, "it holds no certificate", null);
      }
      return certificates;
    }
  }

  private static HttpFailure unreadable(Path caFile, String why, @Nullable Exception cause) {
    return new HttpFailure(
        Kind.SETTINGS,
        new Problem(
            "The file of certificate authorities cannot be used",
            caFile.toString(),
            why,
            "Name a PEM file with at least one certificate as caFile in the profile, or remove the"
                + " line"),
        cause);
  }
}
