package tech.atoms.opsdesk.environment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static tech.atoms.opsdesk.environment.ProfilesTest.SMALLEST;
import static tech.atoms.opsdesk.environment.ProfilesTest.mistakes;
import static tech.atoms.opsdesk.environment.ProfilesTest.parse;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The places that backups are copied to. */
class CopiesTest {
  private static final String BACKUP =
      SMALLEST
          + """
              backup:
                directory: backups
                recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]
                signingKey: env:KEY
                copies:
          """;
  private static final String LINE = "        - %s\n";
  private static final String S3 =
      "{bucket: atoms-backups, region: us-east-1, accessKey: env:A, secretKey: env:B%s}";

  @Test
  void readsBothKinds() {
    String profile =
        BACKUP
            + LINE.formatted("{name: eu-west-1, directory: ../eu}")
            + LINE.formatted("{name: us, s3: " + S3.formatted("") + "}")
            + LINE.formatted(
                "{name: minio, s3: "
                    + S3.formatted(", endpoint: \"https://s3.example.com:9000/\", prefix: a/b")
                    + "}");
    assertThat(requireNonNull(parse(profile).environments().getFirst().backup()).copies())
        .containsExactly(
            new BackupCopy.InDirectory("eu-west-1", Path.of("/eu")),
            new BackupCopy.InS3(
                "us",
                "atoms-backups",
                "us-east-1",
                null,
                "",
                SecretRef.parse("env:A"),
                SecretRef.parse("env:B")),
            new BackupCopy.InS3(
                "minio",
                "atoms-backups",
                "us-east-1",
                URI.create("https://s3.example.com:9000"),
                "a/b",
                SecretRef.parse("env:A"),
                SecretRef.parse("env:B")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a}                                | copies[0]: the key `directory` or `s3` is missing
          {name: a, directory: b, s3: {}}          | copies[0]: a copy is kept in one place: `directory` or `s3`, not both
          {name: a, directory: backups}            | copies[0].directory: line 7 names the same directory; a copy there is none
          {name: A b, directory: c}                | copies[0].name: must be a name of the place
          {directory: c}                           | copies[0]: the key `name` is missing
          {name: a, s3: {bucket: abc}}             | copies[0].s3: the key `region` is missing
          {name: a, s3: {bucket: Abc, region: r, accessKey: env:A, secretKey: env:B}} | .bucket: must be a bucket's name
          {name: a, s3: {bucket: abc, region: r, accessKey: AKIAIOSFODNN7EXAMPLE, secretKey: env:B}} | .accessKey: a secret must be a reference
          {name: a, s3: {bucket: abc, region: r, accessKey: env:A, secretKey: env:B, prefix: /x}} | .prefix: must be what the names of objects begin with
          {name: a, s3: {bucket: abc, region: r, accessKey: env:A, secretKey: env:B, endpoint: "http://nas:9000"}} | .endpoint: storage is asked in the clear on this machine alone
          {name: a, s3: {bucket: abc, region: r, accessKey: env:A, secretKey: env:B, endpoint: "https://nas/x"}} | .endpoint: must end after host and port
          """)
  void tellsWhatIsWrong(String copy, String message) {
    String told = mistakes(BACKUP + LINE.formatted(copy)).toString();
    assertThat(told).contains(message).doesNotContain("AKIAIOSFODNN7EXAMPLE");
  }

  @Test
  void namesAreOfOnePlaceEach() {
    assertThat(
            mistakes(
                    BACKUP
                        + LINE.formatted("{name: a, directory: b}")
                        + LINE.formatted("{name: a, directory: c}"))
                .toString())
        .contains("copies[1].name: the copy on line 11 has the same name");
  }
}
