package tech.atoms.opsdesk.check.security;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.security.HelloAnswer.Accepted;
import tech.atoms.opsdesk.check.security.PublicServer.Plain;
import tech.atoms.opsdesk.check.security.PublicServer.Seen;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.ShownCertificate;

/** Redirect to https, what TLS takes, and the certificate. Passive. */
final class TransportChecks {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final String PLAIN = "the public address is plain http";

  private final ServerSettings settings;
  private final boolean https;
  private final Fact<List<Seen>> routes;
  private final Fact<Plain> plain;
  private final Fact<TlsOffers> offers;
  private final Fact<ShownCertificate> certificate;
  private final CertificateJudge judge;

  /**
   * The checks.
   *
   * @param server whom to ask
   * @param routes what each route answered by https
   * @param settings where it is
   * @param clock tells what is left of a certificate
   * @param deadline of each connection
   */
  TransportChecks(
      PublicServer server,
      Fact<List<Seen>> routes,
      ServerSettings settings,
      InstantSource clock,
      Duration deadline) {
    this.settings = settings;
    this.routes = routes;
    this.https = server.isHttps();
    this.judge = new CertificateJudge(clock);
    plain = Fact.of("plain http", Lane.SERVER, facts -> server.plainRoutes());
    offers =
        Fact.of(
            "TLS handshakes", Lane.SERVER, facts -> TlsOffers.of(settings.publicUrl(), deadline));
    certificate =
        Fact.of(
            "certificate",
            Lane.SERVER,
            facts -> ShownCertificate.of(settings.publicUrl(), settings.caFile(), deadline));
  }

  List<Check> all() {
    return List.of(
        Check.of(
            spec("security.https", "Plain http is redirected", "SEC-01")
                .expecting("301 or 308 to https on the same host, on every route")
                .by("each known route over plain http", "server")
                .build(),
            this::redirects),
        handshake(
            spec("security.tls-versions", "Versions of TLS", "SEC-02")
                .expecting("TLS 1.2 or 1.3 accepted, 1.0 and 1.1 refused")
                .by("a hand-written ClientHello of each version", "server")
                .build(),
            TransportChecks::versions),
        handshake(
            spec("security.tls-ciphers", "Cipher suites", "SEC-03")
                .expecting("RC4, 3DES, NULL, EXPORT and anonymous suites refused")
                .by("a hand-written ClientHello with each kind alone", "server")
                .build(),
            TransportChecks::ciphers),
        Check.of(
            spec("security.certificate", "Certificate", "POST-09")
                .expecting("trusted, for this host, at least 14 days left")
                .by("the chain that the server shows", "server")
                .build(),
            facts -> https ? judge.judge(facts.get(certificate)) : Answer.fail(PLAIN)));
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of(id, title, items).every(INTERVAL);
  }

  private interface Handshakes {
    Answer judge(TlsOffers seen);
  }

  private Check handshake(CheckSpec spec, Handshakes question) {
    return Check.of(spec, facts -> https ? question.judge(facts.get(offers)) : Answer.fail(PLAIN));
  }

  private Answer redirects(Facts facts) throws InterruptedException {
    if (!https) {
      return Answer.fail(PLAIN);
    }
    Plain seen = facts.get(plain);
    List<String> wrong = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (Seen one : seen.answered()) {
      int status = one.answer().status();
      String location = one.answer().header("Location");
      String line = one.route() + ": " + status + (location == null ? "" : " to " + location);
      lines.append(line).append('\n');
      if ((status != 301 && status != 308) || !leadsHome(location)) {
        wrong.add(line);
      }
    }
    seen.refused().forEach(route -> lines.append(route).append(": connection refused\n"));
    HttpFailure failure = seen.failure();
    if (failure != null) {
      lines.append(failure.problem().why());
    }
    Evidence evidence =
        new Evidence(settings.plainUrl().toString(), lines.toString().stripTrailing());
    if (!wrong.isEmpty()) {
      return Answer.fail(String.join(", ", wrong), evidence);
    }
    if (failure != null) {
      throw failure;
    }
    if (seen.answered().isEmpty()) {
      // Only where the server is there at all does a closed port say something.
      int there = facts.get(routes).size();
      return Answer.pass(
          "nothing answers over plain http",
          new Evidence(settings.plainUrl().toString(), "by https " + there + " routes do"));
    }
    return seen.refused().isEmpty()
        ? Answer.pass(
            seen.answered().size() + " of " + seen.answered().size() + " routes redirected",
            evidence)
        : Answer.unknown(
            "the connection was refused for " + String.join(", ", seen.refused()), evidence);
  }

  private boolean leadsHome(@Nullable String location) {
    if (location == null) {
      return false;
    }
    try {
      URI target = URI.create(location);
      return "https".equalsIgnoreCase(target.getScheme())
          && settings.publicUrl().getHost().equalsIgnoreCase(target.getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Answer versions(TlsOffers seen) {
    Evidence evidence = evidence(seen.versions());
    List<String> old = new ArrayList<>();
    List<String> good = new ArrayList<>();
    List<String> unclear = new ArrayList<>();
    seen.versions()
        .forEach(
            (version, answer) -> {
              boolean wanted = version.compareTo(TlsVersion.TLS_1_2) >= 0;
              // A server may answer an older version than was offered.
              if (answer instanceof Accepted accepted) {
                boolean modern = accepted.version() >= TlsVersion.TLS_1_2.code();
                (modern ? good : old).add(version.toString());
              } else if (answer instanceof HelloAnswer.Unclear && !wanted) {
                unclear.add(version.toString());
              }
            });
    if (!old.isEmpty()) {
      return Answer.fail(String.join(" and ", old) + " accepted", evidence);
    }
    if (good.isEmpty() || !unclear.isEmpty()) {
      return Answer.unknown("no clear answer to a handshake", evidence);
    }
    return Answer.pass("only " + String.join(" and ", good) + " accepted", evidence);
  }

  private static Answer ciphers(TlsOffers seen) {
    Evidence evidence = evidence(seen.weak());
    List<String> taken = names(seen.weak(), Accepted.class);
    if (!taken.isEmpty()) {
      return Answer.fail("accepted: " + String.join(", ", taken), evidence);
    }
    boolean speaks = seen.versions().values().stream().anyMatch(Accepted.class::isInstance);
    if (!speaks || !names(seen.weak(), HelloAnswer.Unclear.class).isEmpty()) {
      return Answer.unknown("no clear answer to a handshake", evidence);
    }
    boolean yesterday = seen.cbc() instanceof Accepted;
    return Answer.pass(
        "none of "
            + seen.weak().size()
            + " weak kinds accepted"
            + (yesterday ? "; CBC suites with SHA-1 are" : ""),
        evidence,
        new Evidence(Suites.CBC.name(), seen.cbc().toString()));
  }

  private static List<String> names(Map<String, HelloAnswer> answers, Class<?> kind) {
    return answers.entrySet().stream()
        .filter(one -> kind.isInstance(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Evidence evidence(Map<?, HelloAnswer> answers) {
    StringBuilder lines = new StringBuilder();
    answers.forEach((what, answer) -> lines.append(what).append(": ").append(answer).append('\n'));
    return new Evidence("handshakes", lines.toString().stripTrailing());
  }
}
