package tech.atoms.opsdesk.environment;

import org.jspecify.annotations.Nullable;

/**
 * What a person enters to connect an environment. Secrets are kept outside the profile when it is
 * written.
 *
 * @param name the environment's name
 * @param kind what it is for
 * @param baseUrl scheme, host and port
 * @param mcpPath path of the MCP endpoint; null: the default
 * @param token bearer token for MCP; null for none
 * @param database the monitored PostgreSQL; null for none
 */
public record NewEnvironment(
    String name,
    EnvironmentKind kind,
    String baseUrl,
    @Nullable String mcpPath,
    @Nullable Secret token,
    @Nullable NewDatabase database) {

  /**
   * The database as entered.
   *
   * @param url {@code postgresql://host:port/database}, without user and password
   * @param user the role to read with
   * @param password null for none
   * @param sslMode null: the default
   */
  public record NewDatabase(
      String url, String user, @Nullable Secret password, @Nullable SslMode sslMode) {}
}
