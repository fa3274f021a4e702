package tech.atoms.opsdesk.sandbox.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PrivateFiles;

/**
 * A certificate authority for one sandbox, kept in its directory, and the certificate of its
 * server. Both are renewed where less than 30 days are left. Safe on any thread.
 */
public final class Authority {
  private static final Duration OWN = Duration.ofDays(3650);
  private static final Duration SERVER = Duration.ofDays(90);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final Duration EARLIER = Duration.ofDays(31);

  private final InstantSource clock;
  private final Path publicFile;
  private final HeldCertificate own;
  private final HeldCertificate server;

  private Authority(
      InstantSource clock, Path publicFile, HeldCertificate own, HeldCertificate server) {
    this.clock = clock;
    this.publicFile = publicFile;
    this.own = own;
    this.server = server;
  }

  /**
   * Reads what is kept, and makes what is missing or runs out.
   *
   * @param directory where they are kept; made where it is missing
   * @param clock tells what runs out
   */
  public static Authority open(Path directory, InstantSource clock) throws IOException {
    PrivateFiles.directory(directory);
    Path publicFile = directory.resolve("ca.pem");
    Path ownFile = directory.resolve("ca-key.pem");
    Path serverFile = directory.resolve("server-key.pem");
    Instant now = clock.instant();
    HeldCertificate own = kept(ownFile, now);
    if (own == null || !Files.exists(publicFile)) {
      own =
          new HeldCertificate.Builder()
              .certificateAuthority(0)
              .commonName("Atoms sandbox authority")
              .validityInterval(now.minus(EARLIER).toEpochMilli(), now.plus(OWN).toEpochMilli())
              .build();
      keep(ownFile, own);
      PrivateFiles.write(publicFile, own.certificatePem(), true);
      Files.deleteIfExists(serverFile);
    }
    HeldCertificate server = kept(serverFile, now);
    if (server == null) {
      server = signed(own, now.minus(Duration.ofHours(1)), now.plus(SERVER));
      keep(serverFile, server);
    }
    return new Authority(clock, publicFile, own, server);
  }

  /** PEM file of the authority alone, for whoever is to trust it. */
  public Path publicFile() {
    return publicFile;
  }

  /** What the server shows. */
  public SSLContext usual() {
    return context(server);
  }

  /**
   * Something that runs out soon.
   *
   * @param days left; negative: it ran out that long ago
   */
  public SSLContext expiringIn(double days) {
    Instant end = clock.instant().plusSeconds(Math.round(days * Duration.ofDays(1).toSeconds()));
    return context(signed(own, clock.instant().minus(EARLIER), end));
  }

  private SSLContext context(HeldCertificate shown) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(shown, own.certificate())
        .build()
        .sslContext();
  }

  private static HeldCertificate signed(HeldCertificate by, Instant from, Instant until) {
    return new HeldCertificate.Builder()
        .signedBy(by)
        .commonName("localhost")
        .addSubjectAlternativeName("localhost")
        .addSubjectAlternativeName("127.0.0.1")
        .validityInterval(from.toEpochMilli(), until.toEpochMilli())
        .build();
  }

  private static @Nullable HeldCertificate kept(Path file, Instant now) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    HeldCertificate read = HeldCertificate.decode(Files.readString(file));
    Instant end = read.certificate().getNotAfter().toInstant();
    return end.isBefore(now.plus(RENEWED_BEFORE)) ? null : read;
  }

  private static void keep(Path file, HeldCertificate held) throws IOException {
    PrivateFiles.write(file, held.certificatePem() + held.privateKeyPkcs8Pem(), true);
  }
}
