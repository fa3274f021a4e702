package tech.atoms.opsdesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tech.atoms.opsdesk.cli.ExitCode;

/** What is said before a window or a picture that could not come about. */
class DisplayTest {
  private final StringWriter err = new StringWriter();

  @Test
  void onlyLinuxNeedsTheVariable() {
    assertThat(Display.missing("Linux", null, null)).contains("DISPLAY");
    assertThat(Display.missing("Linux", "", null)).contains("DISPLAY");
    assertThat(Display.missing("Linux", ":0", null)).isNull();
    assertThat(Display.missing("Linux", null, "Headless")).isNull();
    assertThat(Display.missing("Mac OS X", null, null)).isNull();
  }

  @Test
  void aMachineWithoutGtkIsToldWhatToInstall() {
    assertThat(Display.refused("Unable to load glass GTK library."))
        .startsWith("GTK 3 is not installed")
        .contains("libgtk-3-0");
    assertThat(Display.refused("something else")).isEqualTo("something else");
  }

  @Test
  void aPlaceThatTakesNoPicturesIsSaidBeforeDrawing(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(screenshot("--out=" + file)).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("cannot be kept there", "it is a file", "--out");
    assertThat(screenshot("--out=" + file.resolve("below"))).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("it cannot be made there");
  }

  @Test
  void anUnknownScreenIsAnsweredWithTheNames(@TempDir Path directory) {
    assertThat(screenshot("--out=" + directory, "--screen=nosuch")).isEqualTo(ExitCode.USAGE);
    assertThat(err).asString().contains("nosuch", "overview", "sessions-database", "first-run");
  }

  private int screenshot(String... arguments) {
    return new CommandLine(new ScreenshotCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
