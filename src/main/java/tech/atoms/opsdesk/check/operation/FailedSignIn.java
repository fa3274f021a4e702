package tech.atoms.opsdesk.check.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.provider.vercel.RuntimeLog;
import tech.atoms.opsdesk.provider.vercel.VercelReader;
import tech.atoms.opsdesk.server.ServerClient;

/** Causes one refused sign-in and looks for it in the platform's logs. Active. */
public final class FailedSignIn {
  private static final Duration LISTEN = Duration.ofSeconds(5);

  /** The platform's clock may be behind this machine's. */
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  private static final int TRIES = 2;

  /** Each try pings and listens, if need be twice; which deployment is live is asked first. */
  private static final int MOST_REQUESTS = VercelReader.MOST_FOR_PRODUCTION + 3 * TRIES;

  private final ServerClient server;
  private final LivePlatform platform;
  private final String path;
  private final InstantSource clock;

  /**
   * The probe.
   *
   * @param server whom to ask
   * @param platform whose logs
   * @param path of the MCP endpoint
   * @param clock tells new lines from old ones
   */
  public FailedSignIn(
      ServerClient server, LivePlatform platform, String path, InstantSource clock) {
    this.server = server;
    this.platform = platform;
    this.path = path;
    this.clock = clock;
  }

  /** The check. */
  public Check check() {
    return Check.of(
        CheckSpec.of("security.failed-sign-in", "Failed sign-in is logged", "SEC-21")
            .active(MOST_REQUESTS)
            .expecting("a line with status 401 in the platform's logs within 5 s")
            .by("one ping with a token that is none, then the runtime logs", "server, platform")
            .validFor(Duration.ofDays(7))
            .build(),
        this::look);
  }

  private Answer look(Facts facts) throws InterruptedException {
    facts.get(platform.production()); // where it is not known, nothing is sent
    Instant from = clock.instant().minus(CLOCKS);
    Predicate<RuntimeLog> sought =
        line ->
            line.status() == 401
                && line.path().equals(path)
                && (line.method().isEmpty() || line.method().equals("POST"))
                && !line.at().isBefore(from);
    int lines = 0;
    for (int i = 0; i < TRIES; i++) {
      List<RuntimeLog> heard;
      // Some streams tell what was, others only what comes.
      try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<List<RuntimeLog>> coming =
            thread.submit(() -> platform.listen(facts, LISTEN, sought));
        int status = server.statusWith(new Secret("opsdesk.no.token"));
        if (status != 401) {
          coming.cancel(true);
          return Answer.unknown("a token that is none was answered " + status);
        }
        heard = coming.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
      if (heard.stream().noneMatch(sought)) {
        heard = platform.listen(facts, LISTEN, sought);
      }
      lines += heard.size();
      RuntimeLog found = heard.stream().filter(sought).findFirst().orElse(null);
      if (found != null) {
        return Answer.pass(
            "logged at " + found.at(),
            new Evidence("line", found.level() + " " + found.status() + " " + found.path()));
      }
    }
    return Answer.fail("no such line among " + lines);
  }
}
