package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where people hear of something: a place outside the desk that takes messages. */
public sealed interface Channel {
  /** Names it in the profile, in commands and in records; unique in its environment. */
  String name();

  /** PEM file of authorities trusted besides the system's; null for none. */
  @Nullable Path caFile();

  /** Its kind as the profile writes it. */
  String kind();

  /**
   * An incoming webhook of Slack, or of what speaks like it.
   *
   * @param url its address, which is the secret
   */
  record Slack(String name, SecretRef url, @Nullable Path caFile) implements Channel {
    @Override
    public String kind() {
      return "slack";
    }
  }

  /**
   * An address that takes JSON.
   *
   * @param url its address
   * @param token bearer token; null: none is sent
   */
  record Webhook(String name, SecretRef url, @Nullable SecretRef token, @Nullable Path caFile)
      implements Channel {
    @Override
    public String kind() {
      return "webhook";
    }
  }

  /**
   * E-mail by SMTP.
   *
   * @param host the server's name
   * @param port its port
   * @param security how the connection is protected
   * @param user whom the desk signs in as; null: it does not
   * @param password that user's; null where there is no user
   * @param from the sender's address
   * @param to the receivers' addresses, at least one
   */
  record Email(
      String name,
      String host,
      int port,
      Security security,
      @Nullable String user,
      @Nullable SecretRef password,
      String from,
      List<String> to,
      @Nullable Path caFile)
      implements Channel {
    /** Copies the list. */
    public Email {
      to = List.copyOf(to);
    }

    @Override
    public String kind() {
      return "email";
    }
  }

  /** How a connection to a mail server is protected; its certificate is always checked. */
  enum Security {
    /** It becomes TLS before anything is said that matters, or ends. */
    STARTTLS(587),
    /** It is TLS from the beginning. */
    TLS(465),
    /** It is not; for this machine alone. */
    NONE(25);

    private final int port;

    Security(int port) {
      this.port = port;
    }

    /** The port where such connections are usually taken. */
    public int usualPort() {
      return port;
    }

    static Security of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
