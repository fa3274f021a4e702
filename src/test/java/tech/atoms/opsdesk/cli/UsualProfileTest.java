package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.DirectoryLock;

/** Which profile is read where none is named. */
class UsualProfileTest {
  @TempDir Path directory;

  @Test
  void aRunningSandboxStandsInForAProfileThatIsNotThere() throws IOException {
    Path usual = directory.resolve("profile.yaml");
    Path sandbox = Files.createDirectory(directory.resolve("sandbox"));
    Path written = Files.writeString(sandbox.resolve("profile.yaml"), "environments: []");
    assertThat(EnvironmentCommand.usual(usual, sandbox)).as("it ended").isEqualTo(usual);

    Files.createFile(sandbox.resolve("sandbox.lock"));
    assertThat(EnvironmentCommand.usual(usual, sandbox)).as("it ended").isEqualTo(usual);

    try (DirectoryLock _ = DirectoryLock.acquire(sandbox.resolve("sandbox.lock"))) {
      assertThat(EnvironmentCommand.usual(usual, sandbox)).isEqualTo(written);

      Files.writeString(usual, "environments: []");
      assertThat(EnvironmentCommand.usual(usual, sandbox)).isEqualTo(usual);
    }
  }
}
