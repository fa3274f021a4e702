package tech.atoms.opsdesk.workflow.restore;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;

/**
 * A database that something is restored into, and what.
 *
 * @param source a backup's id, or a file of somebody else's
 * @param isFile whether it is a file
 * @param url e.g. "postgresql://db.example:5432/restored"
 * @param user a role that may make schemas there
 * @param password where its password is; empty: none is needed
 */
public record Elsewhere(String source, boolean isFile, String url, String user, String password) {
  private static final int PARTS = 5;

  /** As a target of the workflow. */
  public String word() {
    return Stream.of(source, isFile ? "file" : "backup", url, user, password)
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }

  static Elsewhere parse(String target) {
    String[] parts =
        Arrays.stream(target.split(" ", -1))
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toArray(String[]::new);
    if (parts.length != PARTS) {
      throw new ProblemException(
          new Problem(
              "There is nothing to restore", target, "it names no database", "Give --into"));
    }
    return new Elsewhere(parts[0], parts[1].equals("file"), parts[2], parts[3], parts[4]);
  }

  /**
   * How it is reached.
   *
   * @param like the monitored database, whose TLS settings hold for another server as well; null:
   *     TLS is verified
   * @throws ProblemException where it is no address, or the password is not named by reference
   */
  DatabaseSettings settings(@Nullable DatabaseSettings like) {
    SecretRef reference;
    try {
      reference = password.isEmpty() ? null : SecretRef.parse(password);
    } catch (IllegalArgumentException e) {
      throw refused("--into-password", String.valueOf(e.getMessage()), "Give a reference");
    }
    if (!url.startsWith("postgresql://")) {
      throw refused(
          "--into", "it is no address of a database", "Give one as postgresql://host:5432/name");
    }
    DatabaseSettings settings =
        new DatabaseSettings(
            url,
            user,
            reference,
            like == null ? SslMode.VERIFY_FULL : like.sslMode(),
            like == null ? null : like.rootCertificate());
    requireAddress(settings);
    if (settings.isTransactionPooler()) {
      throw refused(
          "--into", "port 6543 is a pooler of transactions", "Name the database's direct address");
    }
    return settings;
  }

  private static void requireAddress(DatabaseSettings settings) {
    try {
      settings.jdbcUrl();
    } catch (IllegalArgumentException e) { // it repeats nothing of the address
      throw refused(
          "--into",
          String.valueOf(e.getMessage()),
          "Give it as postgresql://host:5432/name, with --into-user and --into-password");
    }
  }

  private static ProblemException refused(String where, String why, String next) {
    return new ProblemException(new Problem("Nothing is restored there", where, why, next));
  }
}
