package tech.atoms.opsdesk.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
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

  record Change(int at, int removed, String inserted) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> inserted =
        Arbitraries.oneOf(
            Arbitraries.of(PIECES),
            Arbitraries.of(PIECES),
            Arbitraries.strings().ofMaxLength(4),
            Arbitraries.of(ProfilesTest.GOOD.lines().map(line -> line + "\n").toList()));
    return Combinators.combine(
            Arbitraries.integers().between(0, ProfilesTest.GOOD.length()),
            Arbitraries.integers().between(0, 12),
            inserted)
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Property(tries = 1500)
  void aDamagedProfileEndsInAProfileOrAProblem(@ForAll("changes") List<Change> changes) {
    StringBuilder text = new StringBuilder(ProfilesTest.GOOD);
    for (Change change : changes) {
      int at = Math.min(change.at(), text.length());
      text.replace(at, Math.min(text.length(), at + change.removed()), change.inserted());
    }
    endsWell(text.toString());
  }

  @Property(tries = 300)
  void anyBytesEndInAProfileOrAProblem(@ForAll byte[] bytes) throws IOException {
    Path file = Files.createTempFile("profile", ".yaml");
    try {
      Files.write(file, bytes);
      Profiles.load(file);
    } catch (ProblemException e) {
      assertThat(e.problem().next()).isNotBlank();
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
