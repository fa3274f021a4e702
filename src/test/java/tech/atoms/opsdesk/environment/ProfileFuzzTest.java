package tech.atoms.opsdesk.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.common.ProblemException;

class ProfileFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "\n",
          "\t",
          " ",
          "  ",
          ":",
          ": ",
          "- ",
          "-",
          "*a",
          "&a ",
          "<<: *a",
          "!x ",
          "!!binary ",
          "!!int ",
          "[",
          "]",
          "{",
          "}",
          "'",
          "\"",
          "\\",
          "#",
          "%",
          "@",
          "|",
          ">",
          "---\n",
          "...\n",
          "? ",
          ",",
          "~",
          "null",
          "true",
          "1e999999999",
          "0x1F",
          "1:30",
          "2026-01-01",
          "\u0000",
          "\u0007",
          "\uFEFF",
          "\uD83D\uDE00",
          "\u2028",
          "\u0085",
          "99999999999999999999",
          "%YAML 9.9\n",
          "password",
          "environments",
          "name: a\n",
          "=",
          "/",
          "//",
          "%zz",
          "..");

  private static final List<String> LINES =
      ProfilesTest.GOOD.lines().map(line -> line + "\n").toList();

  @Test
  void aDamagedProfileEndsInAProfileOrAProblem() {
    Cases.check(
        1500,
        random -> {
          StringBuilder text = new StringBuilder(ProfilesTest.GOOD);
          for (int change = random.nextInt(1, 7); change > 0; change--) {
            int at = (int) Cases.number(random, 0, text.length());
            int end = Math.min(text.length(), at + random.nextInt(13));
            text.replace(at, end, inserted(random));
          }
          endsWell(text.toString());
        });
  }

  private static String inserted(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> Cases.one(random, PIECES);
      case 2 -> Cases.one(random, LINES);
      default -> {
        StringBuilder any = new StringBuilder();
        random.ints(random.nextInt(5), 0, 0x10000).forEach(c -> any.append((char) c));
        yield any.toString();
      }
    };
  }

  @Test
  void anyBytesEndInAProfileOrAProblem() throws IOException {
    Path file = Files.createTempFile("profile", ".yaml");
    try {
      Cases.check(
          300,
          random -> {
            byte[] bytes = new byte[random.nextInt(256)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            try {
              Profiles.load(file);
            } catch (ProblemException e) {
              assertThat(e.problem().next()).isNotBlank();
            }
          });
    } finally {
      Files.delete(file);
    }
  }

  private static void endsWell(String text) {
    String decoded = new String(text.getBytes(UTF_8), UTF_8);
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          try {
            assertThat(ProfilesTest.parse(decoded).environments()).isNotEmpty();
          } catch (ProfileException e) {
            assertThat(e.mistakes()).isNotEmpty();
            assertThat(e.mistakes()).allMatch(m -> m.line() >= 1 && m.column() >= 1);
          } catch (ProblemException e) {
            assertThat(e.problem().next()).isNotBlank();
          }
        });
  }
}
