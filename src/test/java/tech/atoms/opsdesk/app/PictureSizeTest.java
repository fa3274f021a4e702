package tech.atoms.opsdesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tech.atoms.opsdesk.cli.ExitCode;
import tech.atoms.opsdesk.common.ProblemException;

class PictureSizeTest {

  @Test
  void whatIsAllowedIsTaken() {
    assertThat(PictureSize.of("1440x900")).isEqualTo(new PictureSize(1440, 900));
    assertThat(PictureSize.of("7680x4320")).isEqualTo(new PictureSize(7680, 4320));
  }

  @ParameterizedTest
  @CsvSource({
    "10x10, the least is 320x240",
    "1440x100, the least is 320x240",
    "99999x1000, the most is 7680x4320",
    "1440x4321, the most is 7680x4320",
    "wide, it is not WxH",
    "1440, it is not WxH",
    "9999999999x900, it is not WxH"
  })
  void whatIsNotIsRefusedWithWhatIs(String size, String why) {
    assertThatThrownBy(() -> PictureSize.of(size))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().next()).contains("from 320x240 to 7680x4320"));
  }

  @Test
  void theCommandDrawsNothingThen() {
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new ScreenshotCommand())
            .setErr(new PrintWriter(err, true))
            .execute("--size", "99999x100", "--out", "nowhere");
    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("from 320x240 to 7680x4320");
    assertThat(Path.of("nowhere")).doesNotExist();
  }

  @Test
  void everyScreenIsInTheManual() throws IOException {
    String manual = Files.readString(Path.of("docs/cli.md"));
    String section = manual.substring(manual.indexOf("## `screenshot`"));
    for (String screen : ScreenshotCommand.SCREENS) {
      assertThat(section).contains("`" + screen + "`");
    }
  }
}
