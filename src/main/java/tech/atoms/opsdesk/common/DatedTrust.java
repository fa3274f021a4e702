package tech.atoms.opsdesk.common;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the dates of a server's own certificate before anything else. Java leaves them out where
 * that certificate is itself one of the trusted ones, as a self-signed one is.
 */
public final class DatedTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager authorities;

  private DatedTrust(X509ExtendedTrustManager authorities) {
    this.authorities = authorities;
  }

  /**
   * Trusts certificate authorities, and looks at the dates.
   *
   * @param authorities whom to trust; null: whom this Java trusts
   */
  public static DatedTrust of(@Nullable KeyStore authorities) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .map(DatedTrust::new)
        .findFirst()
        .orElseThrow();
  }

  private static void checkDates(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      return;
    }
    try {
      chain[0].checkValidity();
    } catch (CertificateExpiredException e) {
      throw new CertificateExpiredException(
          "it expired on " + chain[0].getNotAfter().toInstant().truncatedTo(ChronoUnit.SECONDS));
    } catch (CertificateNotYetValidException e) {
      throw new CertificateNotYetValidException(
          "it is valid from "
              + chain[0].getNotBefore().toInstant().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    checkDates(chain);
    authorities.checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkDates(chain);
    authorities.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkDates(chain);
    authorities.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    authorities.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    authorities.checkClientTrusted(chain, type, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
