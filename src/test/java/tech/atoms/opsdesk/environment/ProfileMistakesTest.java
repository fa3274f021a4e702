package tech.atoms.opsdesk.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.atoms.opsdesk.environment.ProfilesTest.GOOD;
import static tech.atoms.opsdesk.environment.ProfilesTest.SMALLEST;
import static tech.atoms.opsdesk.environment.ProfilesTest.mistakes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.common.ProblemException;

class ProfileMistakesTest {
  private static final String CANARY = "hunter2-canary-4711";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: CANARY",
        "password: \"CANARY\"",
        "password: *CANARY",
        "password: &CANARY",
        "password: !CANARY x",
        "password: !!CANARY x",
        "password: @CANARY",
        "password: `CANARY",
        "password: %CANARY",
        "password: \"CANARY",
        "password: 'CANARY",
        "password: \"\\CANARY\"",
        "password: [CANARY]",
        "password: {CANARY: CANARY}",
        "password: CANARY: CANARY",
        "password: {a b CANARY: x}",
        "password: env:CANARY",
        "password: keyring:CANARY !",
        "password CANARY",
        "sslmode: CANARY",
        "url: postgresql://me:CANARY@db.example.com/postgres",
        "url: postgresql://me:/CANARY@db.example.com/postgres",
        "url: postgresql://me:?CANARY@db.example.com/postgres",
        "url: postgresql://me:1#CANARY@db.example.com/postgres",
        "url: postgresql://db.example.com/postgres?password=CANARY",
        "url: postgresql://db.example.com/postgres?sslmode=CANARY",
        "url: mysql://me:CANARY@db.example.com/postgres",
        "url: CANARY",
        "\"postgresql://CANARY\": x"
      })
  void neverShowsALiteralSecret(String line) {
    String good =
        SMALLEST
            + "    database:\n      user: monitor\n"
            + "      url: postgresql://db.example.com/postgres\n";
    assertThat(ProfilesTest.parse(good).environments()).hasSize(1);
    String bad = "      " + line.replace("CANARY", CANARY) + "\n";
    String profile =
        line.startsWith("url") ? good.replaceFirst("(?m)^ *url: .*\n", bad) : good + bad;
    assertThatThrownBy(() -> ProfilesTest.parse(profile))
        .isInstanceOf(ProfileException.class)
        .satisfies(
            thrown -> {
              ProfileException problem = (ProfileException) thrown;
              assertThat(problem.problem().toString()).doesNotContain(CANARY);
              assertThat(problem.mistakes().toString()).doesNotContain(CANARY);
              assertThat(problem).hasStackTraceContaining("ProfileException");
              assertThat(stackTrace(problem)).doesNotContain(CANARY);
            });
  }

  private static String stackTrace(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void aLiteralIsRefusedWithTheWayToMoveIt() {
    assertThat(mistakes(SMALLEST + "      token: sbp_0123456789\n"))
        .singleElement()
        .asString()
        .startsWith("line 6, column 14, environments[0].server.token: a secret must be a reference")
        .contains("chmod 600", "file:secrets/NAME");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://me:pw@example.com | holds a user or a password
          https://me@example.com    | holds a user or a password
          https://example.com/api   | must end after host and port
          https://example.com?a=b   | must end before ? and #
          https://exa mple.com      | not a URL
          https://                  | not a URL
          https://example.com:99999 | not a URL
          ftp://example.com         | must be http:// or https://
          """)
  void baseUrls(String url, String message) {
    assertThat(mistakes(SMALLEST.replace("http://127.0.0.1:8000", '"' + url + '"')))
        .singleElement()
        .asString()
        .contains("environments[0].server.baseUrl", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          samplingInterval: 5        | must be a number with its unit, from 1s to 10m, for example 5s
          samplingInterval: 5h       | a number with its unit, from 1s to 10m
          samplingInterval: 11m      | must be from 1s to 10m
          policy:                    | has no value; give it one or remove the line
          policy: [a]                | must be a group of keys
          policy: {typedConfirmation: yes} | must be true or false, not text
          policy: {mayChange: lead}  | must be a list
          policy: {mayChange: [a, a]} | an entry stands twice
          contacts: {teams: {ops: {slak: x}}} | did you mean `slack`? allowed: slack, email
          contacts: {onCall: {primary: +15550100}} | must be text; put it in quotes
          name: second               | the key stands twice, first on line 2
          server: 7                  | the key stands twice, first on line 4
          """)
  void keysOfAnEnvironment(String line, String message) {
    assertThat(mistakes(SMALLEST + "    " + line + "\n"))
        .singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void environmentNamesAreUnique() {
    assertThat(
            mistakes(SMALLEST + SMALLEST.replace("environments:\n", "").replace("local", "Local")))
        .containsExactly(
            "line 6, column 11, environments[1].name: the environment on line 2 has the same name;"
                + " names differ by more than capitals");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          environments: []            | the list is empty
          {}                          | the key `environments` is missing
          hello                       | must be a group of keys
          a: [                        | line 2
          a: 1 b: 2: 3                | a colon stands where none may
          """)
  void documents(String text, String message) {
    assertThat(String.join("\n", mistakes(text + "\n"))).contains(message);
  }

  @Test
  void aliasesAreExpandedUpToALimit() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(mistakes(bomb.toString())).singleElement().asString().contains("aliases");
    assertThat(mistakes("environments: &a [*a]\n")).isNotEmpty();
    assertThat(
            ProfilesTest.parse(
                    """
                    environments:
                      - {name: a, kind: staging, server: &s {baseUrl: "https://example.com"}}
                      - {name: b, kind: staging, server: *s}
                    """)
                .environments())
        .hasSize(2);
  }

  @Test
  void windowsLineEndsAndByteOrderMarkAreFine() throws IOException {
    Path file = directory.resolve("profile.yaml");
    Files.writeString(file, "\uFEFF" + GOOD.replace("\n", "\r\n"));
    assertThat(Profiles.load(file).environments()).hasSize(2);
  }

  @Test
  void filesThatAreNoProfiles() throws IOException {
    refused(directory, "it is a directory");
    refused(directory.resolve("none.yaml"), "the file does not exist");
    refused(write("empty.yaml", new byte[0]), "it is empty");
    refused(write("comment.yaml", "# nothing\n".getBytes(StandardCharsets.UTF_8)), "comments");
    refused(write("binary", new byte[] {1, 2, 0, 4}), "binary");
    refused(write("utf16.yaml", GOOD.getBytes(StandardCharsets.UTF_16)), "UTF-16");
    refused(write("latin1.yaml", "a: \u00e4".getBytes(StandardCharsets.ISO_8859_1)), "UTF-8");
    refused(write("huge.yaml", new byte[2 << 20]), "larger than 1048576 bytes");
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> Profiles.load(file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown -> {
              assertThat(thrown.problem().why()).contains(why);
              assertThat(thrown.problem().next()).isNotBlank();
            });
  }
}
