package tech.atoms.opsdesk.environment;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.postgresql.ssl.WrappedFactory;
import tech.atoms.opsdesk.common.DatedTrust;

/**
 * Encrypts connections of pgjdbc, which makes it by name, and verifies the server's certificate.
 * pgjdbc's own factory accepts an expired certificate that is itself the trusted one. The host name
 * is checked by pgjdbc.
 */
public final class VerifyingSocketFactory extends WrappedFactory {

  /**
   * Reads the certificates to trust.
   *
   * @param properties {@code sslrootcert}: a PEM file; without it the system's authorities
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if it holds no certificates
   */
  public VerifyingSocketFactory(Properties properties)
      throws IOException, GeneralSecurityException {
    String file = properties.getProperty("sslrootcert");
    TrustManager trust = DatedTrust.of(file == null ? null : authorities(file));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    factory = context.getSocketFactory();
  }

  private static KeyStore authorities(String file) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    try (InputStream in = new FileInputStream(file)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        authorities.setCertificateEntry("authority-" + authorities.size(), certificate);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException("Could not open SSL root certificate file " + file, e);
    }
    return authorities;
  }
}
