package tech.atoms.opsdesk.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.atoms.opsdesk.environment.ProfilesTest.SMALLEST;
import static tech.atoms.opsdesk.environment.ProfilesTest.mistakes;
import static tech.atoms.opsdesk.environment.ProfilesTest.parse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channels of an environment, and who hears of what. */
class ChannelsTest {
  private static final String GOOD =
      SMALLEST
          + """
              channels:
                - {name: ops, kind: slack, url: file:secrets/slack}
                - {name: tickets, kind: webhook, url: env:URL, token: keyring:t, caFile: ca.pem}
                - name: mail
                  kind: email
                  host: smtp.example.com
                  user: desk
                  password: env:SMTP
                  from: desk@example.com
                  to: [ops@example.com, on-call@example.com]
              notify:
                runs: [ops, mail]
          """;

  @Test
  void readsEveryKindAndFillsInTheDefaults() {
    Notices notices = parse(GOOD).environments().getFirst().notices();
    assertThat(notices.channels())
        .containsExactly(
            new Channel.Slack("ops", SecretRef.parse("file:secrets/slack"), null),
            new Channel.Webhook(
                "tickets",
                SecretRef.parse("env:URL"),
                SecretRef.parse("keyring:t"),
                Path.of("/profiles/ca.pem")),
            new Channel.Email(
                "mail",
                "smtp.example.com",
                587,
                Channel.Security.STARTTLS,
                "desk",
                SecretRef.parse("env:SMTP"),
                "desk@example.com",
                List.of("ops@example.com", "on-call@example.com"),
                null));
    assertThat(notices.runs()).containsExactly("ops", "mail");
    assertThat(parse(SMALLEST).environments().getFirst().notices()).isEqualTo(Notices.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a, kind: slack}                              | line 7, column 7, environments[0].channels[0]: the key `url` is missing: a channel of kind slack needs it
          {name: a, kind: slack, url: "https://hooks/x"}      | column 35, environments[0].channels[0].url: a secret must be a reference
          {name: a, kind: slack, url: env:A, token: env:B}    | column 42, environments[0].channels[0].token: a channel of kind slack takes: name, kind, caFile, url
          {name: a, kind: slak, url: env:A}                   | column 23, environments[0].channels[0].kind: is not an allowed value; did you mean `slack`?
          {name: A b, kind: slack, url: env:A}                | .name: must be a channel's name: 1 to 40 small letters
          {name: a, kind: email, host: h, to: [a@b.c]}        | .channels[0]: the key `from` is missing: a channel of kind email needs it
          {name: a, kind: email, host: h, from: a, to: [a@b]} | .from: must be an e-mail address, for example ops@example.com
          {name: a, kind: email, host: h, from: a@b, to: []}  | .to: the list is empty
          {name: a, kind: email, host: h, from: a@b, to: [a@b], security: none} | .security: mail is sent in the clear to this machine alone
          {name: a, kind: email, host: h, from: a@b, to: [a@b], user: me}            | .user: the key `password` is missing beside it
          {name: a, kind: email, host: h, from: a@b, to: [a@b], port: 0}             | .port: must be a whole number from 1 to 65535
          {name: a, kind: webhook, url: env:A, urll: x}       | .urll: unknown key `urll`; did you mean `url`?
          """)
  void saysWhereAChannelIsWrongAndHow(String channel, String message) {
    assertThat(mistakes(SMALLEST + "    channels:\n    - " + channel + "\n"))
        .singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void aNameThatStandsTwiceOrNamesNobodyIsSaid() {
    assertThat(mistakes(GOOD.replace("name: tickets", "name: ops")))
        .containsExactly(
            "line 8, column 16, environments[0].channels[1].name: the channel on line 7 has the"
                + " same name");
    assertThat(mistakes(GOOD.replace("runs: [ops, mail]", "runs: [ops, slack]")))
        .containsExactly(
            "line 17, column 19, environments[0].notify.runs[1]: the environment has no such"
                + " channel; it has mail, ops, tickets");
  }

  @Test
  void plainMailIsForThisMachineAlone() {
    String plain =
        GOOD.replace("host: smtp.example.com", "host: 127.0.0.1\n        security: none");
    Channel mail = parse(plain).environments().getFirst().notices().channels().getLast();
    assertThat(((Channel.Email) mail).port()).isEqualTo(25);
    assertThat(mistakes(plain.replace("127.0.0.1", "10.0.0.1"))).hasSize(1);
  }
}
