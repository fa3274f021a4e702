package tech.atoms.opsdesk.check.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.dependency.ToolChecks;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.common.Programs;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secrets;

/** Programs of a machine are taken away and brought back: the sandbox itself needs none. */
@DisabledOnOs(OS.WINDOWS)
class ToolMutationTest {
  private static Standings standings;
  @TempDir Path directory;

  @BeforeAll
  static void everyCheck() {
    try (Catalogue catalogue =
        new Catalogue(
            Worlds.environment(EnvironmentKind.PRODUCTION),
            Secrets.of(Path.of("profile.yaml")),
            null,
            InstantSource.system())) {
      standings = new Standings(catalogue.all().stream().map(Check::spec).toList());
    }
  }

  static List<Mutation.Missing> missing() {
    return Mutations.missing();
  }

  @ParameterizedTest
  @MethodSource("missing")
  void aToolThatIsMissingFailsItsItemAlone(Mutation.Missing mutation) throws Exception {
    for (String name : List.of("psql", "redis-cli", "curl", "jq", "vercel")) {
      program(name, name + " 8.1");
    }
    program("python3", "Python 3.12.4");
    assertThat(turned(mutation.system())).isEmpty();
    Path program = directory.resolve(mutation.program());
    Path away = directory.resolve("away");
    Files.move(program, away);
    assertThat(turned(mutation.system())).isEqualTo(mutation.turns().all());
    Files.move(away, program);
    assertThat(turned(mutation.system())).isEmpty();
  }

  private void program(String name, String says) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\necho '" + says + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Map<String, State> turned(String system) throws InterruptedException {
    List<Check> tools = new ToolChecks(new Programs(directory.toString()), system, false).all();
    return standings.turned(new CheckRun(InstantSource.system()).run(tools, one -> {}));
  }
}
