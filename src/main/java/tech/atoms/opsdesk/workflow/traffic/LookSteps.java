package tech.atoms.opsdesk.workflow.traffic;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Step;

/** Looks at the server after traffic has moved; changes nothing. */
public final class LookSteps {
  /** Id of {@link #version}. */
  public static final String VERSION = "version";

  /** Id of {@link #smoke}. */
  public static final String SMOKE = "smoke";

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Duration VERSION_EVERY = Duration.ofMillis(500);
  private static final Duration SMOKE_EVERY = Duration.ofSeconds(5);

  private LookSteps() {}

  /** The server tells a version; any, where none is wanted. */
  public static Step version(ServerClient server, String version, InstantSource clock) {
    return version(server, () -> version, clock);
  }

  /** As the other, where the version is known only once the step is there. */
  public static Step version(ServerClient server, Supplier<String> version, InstantSource clock) {
    return new LookStep(
        VERSION,
        TIMEOUT,
        new Paced(VERSION_EVERY, clock, () -> version(server.health(), version.get())));
  }

  /** The server answers as it should. */
  public static Step smoke(ServerClient server, InstantSource clock) {
    return new LookStep(
        SMOKE, TIMEOUT, new Paced(SMOKE_EVERY, clock, () -> smoke(Smoke.of(server, ""))));
  }

  /** Whether a server answers as it should; what is unknown is told, and not counted. */
  public static Observed smoke(List<Smoke.Line> lines) {
    String failed = Smoke.failed(lines);
    return failed.isEmpty() ? Observed.done(Smoke.words(lines)) : Observed.notDone(failed);
  }

  /** Whether a server tells a version; any, where none is wanted. */
  public static Observed version(Health health, String wanted) {
    String told = health.version();
    if (told == null) {
      return wanted.isEmpty() || health.statusCode() != 200
          ? Observed.notDone("health answers " + health.statusCode() + " and tells no version")
          : Observed.done("health answers 200; it tells no version");
    }
    return Smoke.bare(told).equals(Smoke.bare(wanted)) || wanted.isEmpty()
        ? Observed.done("health tells " + told)
        : Observed.notDone("health tells " + told);
  }
}
