package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunActions;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.NewEnvironment;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.ProfileException;
import tech.atoms.opsdesk.environment.ProfileWriter;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.ServerClient;

/** What the first run does: the sandbox, the connection test, the profile. */
final class FirstRun implements FirstRunActions {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Path profile;
  private final InstantSource clock;
  private final SandboxChild sandbox;
  private final Consumer<Path> open;

  FirstRun(Path profile, InstantSource clock, SandboxChild sandbox, Consumer<Path> open) {
    this.profile = profile;
    this.clock = clock;
    this.sandbox = sandbox;
    this.open = open;
  }

  @Override
  public Path startSandbox(Consumer<String> progress) throws Exception {
    return sandbox.start(progress);
  }

  @Override
  public Path write(NewEnvironment entered) {
    return new ProfileWriter(profile, null).add(entered).file();
  }

  @Override
  public void open(Path chosen) {
    open.accept(chosen);
  }

  @Override
  public List<TestLine> test(NewEnvironment entered) {
    List<TestLine> lines = new ArrayList<>();
    try (Trial trial = Trial.of(entered)) {
      Environment environment = trial.environment();
      lines.add(health(environment, trial.secrets()));
      lines.add(mcp(environment, trial.secrets()));
      lines.add(database(environment, trial.secrets()));
    } catch (ProfileException e) {
      // Lines and columns would be those of a file that is not there.
      e.mistakes()
          .forEach(
              mistake ->
                  lines.add(
                      new TestLine(
                          "What was entered",
                          Outcome.FAILS,
                          mistake.path().substring(mistake.path().lastIndexOf('.') + 1)
                              + " "
                              + mistake.message())));
    } catch (ProblemException e) {
      lines.add(new TestLine("What was entered", Outcome.FAILS, e.problem().why()));
    }
    return lines;
  }

  private TestLine health(Environment environment, Secrets secrets) {
    String subject = "Health endpoint";
    try (ServerClient server =
        new ServerClient(environment.server(), secrets, clock, DEADLINE, false)) {
      Health health = server.health();
      String word = health.word() == null ? "tells no state" : "says " + health.word();
      return new TestLine(
          subject,
          Outcome.WORKS,
          "HTTP %d in %d ms, %s".formatted(health.statusCode(), health.took().toMillis(), word));
    } catch (ProblemException e) {
      return new TestLine(subject, Outcome.FAILS, e.problem().line() + " " + e.problem().next());
    }
  }

  private TestLine mcp(Environment environment, Secrets secrets) {
    String subject = "MCP endpoint";
    try (ServerClient server =
        new ServerClient(environment.server(), secrets, clock, DEADLINE, false)) {
      Mcp mcp = server.mcp();
      return switch (mcp.outcome()) {
        case LISTED ->
            new TestLine(
                subject,
                Outcome.WORKS,
                "%d tools".formatted(mcp.tools().size())
                    + (mcp.took() == null ? "" : ", listed in " + millis(mcp.took())));
        case SIGN_IN_REQUIRED ->
            new TestLine(
                subject,
                Outcome.WORKS,
                "It is up and asks for sign-in. With a token it is measured.");
        case TOKEN_REFUSED ->
            new TestLine(
                subject, Outcome.FAILS, "It is up and refuses the token. Enter one that is valid.");
        case RATE_LIMITED ->
            new TestLine(subject, Outcome.WORKS, "It is up and limits this desk for the moment.");
      };
    } catch (ProblemException e) {
      return new TestLine(subject, Outcome.FAILS, e.problem().line() + " " + e.problem().next());
    }
  }

  private TestLine database(Environment environment, Secrets secrets) {
    String subject = "Database";
    DatabaseSettings settings = environment.database();
    if (settings == null) {
      return new TestLine(subject, Outcome.SKIPPED, "None was entered.");
    }
    try (MonitoredDatabase database = new MonitoredDatabase(settings, 1, secrets, clock)) {
      ConnectionFigures figures = database.connectionFigures();
      return new TestLine(
          subject,
          Outcome.WORKS,
          "%d connections possible, answers in %s"
              .formatted(figures.usable(), millis(database.responseTime())));
    } catch (ProblemException e) {
      return new TestLine(subject, Outcome.FAILS, e.problem().line() + " " + e.problem().next());
    }
  }

  private static String millis(Duration took) {
    return took.toSeconds() > 0 ? Ages.age(took) : took.toMillis() + " ms";
  }

  /** The environment as it would be, written to a directory that is removed afterwards. */
  private record Trial(TemporaryDirectory directory, Profile profile) implements AutoCloseable {
    static Trial of(NewEnvironment entered) {
      TemporaryDirectory directory = TemporaryDirectory.create("opsdesk-trial");
      try {
        Path file = directory.path().resolve("profile.yaml");
        return new Trial(directory, new ProfileWriter(file, null).add(entered));
      } catch (RuntimeException e) {
        directory.close();
        throw e;
      }
    }

    Environment environment() {
      return profile.environments().getLast();
    }

    Secrets secrets() {
      return Secrets.of(profile.file());
    }

    @Override
    public void close() {
      directory.close();
    }
  }
}
