package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The monitored PostgreSQL.
 *
 * @param url {@code postgresql://host:port/database} or the same with {@code jdbc:} in front; holds
 *     no password
 * @param user the role the desk reads with
 * @param password its password; null where none is needed
 * @param sslMode how the connection is protected
 * @param rootCertificate PEM file of the authority that signed the server's certificate; null: the
 *     system's
 * @param write with what workflows change something; null: nothing can be changed
 */
public record DatabaseSettings(
    String url,
    String user,
    @Nullable SecretRef password,
    SslMode sslMode,
    @Nullable Path rootCertificate,
    @Nullable Write write) {

  /** Settings of a database that is only read. */
  public DatabaseSettings(
      String url,
      String user,
      @Nullable SecretRef password,
      SslMode sslMode,
      @Nullable Path rootCertificate) {
    this(url, user, password, sslMode, rootCertificate, null);
  }

  /**
   * The credential of workflows; never used to read.
   *
   * @param user the role
   * @param password its password; null where none is needed
   */
  public record Write(String user, @Nullable SecretRef password) {}

  /**
   * Another database of the same server.
   *
   * @param database its name
   */
  public DatabaseSettings named(String database) {
    int query = url.indexOf('?');
    String before = query < 0 ? url : url.substring(0, query);
    int slash = before.lastIndexOf('/');
    boolean names = slash > before.indexOf("://") + 2;
    return new DatabaseSettings(
        (names ? before.substring(0, slash) : before)
            + "/"
            + database
            + (query < 0 ? "" : url.substring(query)),
        user,
        password,
        sslMode,
        rootCertificate,
        write);
  }

  /** The same server as the role that writes; null where there is none. */
  public @Nullable DatabaseSettings writing() {
    return write == null ? null : as(write);
  }

  /** The same server as another role. */
  public DatabaseSettings as(Write role) {
    return new DatabaseSettings(url, role.user(), role.password(), sslMode, rootCertificate, null);
  }

  /**
   * The URL as pgjdbc takes it, other parameters kept, without user, password and sslmode.
   *
   * @throws IllegalArgumentException where {@link #url} is no PostgreSQL URL; never for one that
   *     came from a profile
   */
  public String jdbcUrl() {
    return DatabaseUrl.parse(url).jdbc();
  }

  /**
   * pgjdbc's properties for the user and the protection of the connection, without the password.
   * Without a root certificate the verifying modes trust the system's authorities, not the file
   * that libpq would look for in the home directory.
   */
  public Map<String, String> connectionProperties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("user", user);
    properties.put("sslmode", sslMode.word());
    if (rootCertificate != null) {
      properties.put("sslrootcert", rootCertificate.toString());
    }
    if (sslMode.compareTo(SslMode.VERIFY_CA) >= 0) {
      properties.put("sslfactory", VerifyingSocketFactory.class.getName());
    }
    return Map.copyOf(properties);
  }

  /** Its hosts, each as a name or name and port; addresses of IP version 6 in brackets. */
  public List<String> hosts() {
    return DatabaseUrl.parse(url).hosts();
  }

  /** Whether the URL names port 6543, where Supabase keeps its pooler of transactions. */
  public boolean isTransactionPooler() {
    return hosts().stream().anyMatch(host -> host.endsWith(":6543"));
  }

  /**
   * What is weaker than it should be, one line each, e.g. "database connection is not verified
   * (sslmode=require)". Empty for loopback and for verify-full.
   */
  public List<String> weaknesses() {
    if (DatabaseUrl.parse(url).isLoopback()) {
      return List.of();
    }
    String end = " (sslmode=" + sslMode.word() + ")";
    return switch (sslMode) {
      case VERIFY_FULL -> List.of();
      case VERIFY_CA -> List.of("database server's name is not verified" + end);
      case REQUIRE -> List.of("database connection is not verified" + end);
      case PREFER -> List.of("database connection may be unencrypted, and is not verified" + end);
      case DISABLE -> List.of("database connection is not encrypted" + end);
    };
  }
}
