package tech.atoms.opsdesk.check.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.http.ShownCertificate;

/** Judges a shown certificate: its chain, its names, what is left of it. */
final class CertificateJudge {
  private static final int LEAST_DAYS = 14;
  private static final Integer DNS_NAME = 2;
  private static final Integer ADDRESS = 7;
  private final InstantSource clock;

  CertificateJudge(InstantSource clock) {
    this.clock = clock;
  }

  Answer judge(ShownCertificate shown) {
    X509Certificate own = shown.chain().getFirst();
    Instant end = own.getNotAfter().toInstant();
    long days = Duration.between(clock.instant(), end).toDays();
    Evidence evidence =
        new Evidence(
            "certificate",
            "issuer: %s\nnames: %s\nvalid: %s to %s\nchain: %d certificates\nagreed on: %s"
                .formatted(
                    own.getIssuerX500Principal().getName(),
                    String.join(", ", names(own)),
                    own.getNotBefore().toInstant(),
                    end,
                    shown.chain().size(),
                    shown.protocol().isEmpty() ? "nothing" : shown.protocol()));
    String trouble = shown.trouble();
    if (trouble != null) {
      return Answer.fail("not trusted: " + trouble, evidence);
    }
    return Answer.of(days >= LEAST_DAYS, days + " days left", evidence);
  }

  private static List<String> names(X509Certificate certificate) {
    Collection<List<?>> all;
    try {
      all = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of("unreadable");
    }
    return all == null
        ? List.of()
        : all.stream()
            .filter(name -> DNS_NAME.equals(name.get(0)) || ADDRESS.equals(name.get(0)))
            .map(name -> String.valueOf(name.get(1)))
            .collect(Collectors.toList());
  }
}
