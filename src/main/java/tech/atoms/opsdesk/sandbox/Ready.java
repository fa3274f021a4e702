package tech.atoms.opsdesk.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import tech.atoms.opsdesk.common.PrivateFiles;

/**
 * Everything another program needs to use a running sandbox, secrets included. The members' names
 * are those of the ready file and stay within a major version.
 *
 * @param environment name in the profile
 * @param baseUrl of the MCP server, without a path
 * @param healthUrl health endpoint
 * @param metricsUrl OpenMetrics endpoint
 * @param mcpUrl MCP endpoint
 * @param httpsUrl of the MCP server by https, without a path; its authority is in the profile
 * @param plainUrl plain http that sends there
 * @param issuerUrl issuer of the users' tokens
 * @param platformUrl platform API and fault switchboard
 * @param platformToken bearer token for both
 * @param userToken bearer token for the MCP endpoint, valid for a day
 * @param jdbcUrl database, without user and password
 * @param databaseUser read-only role
 * @param databasePassword its password
 * @param adminUser owner of the tables, no superuser
 * @param adminPassword its password
 * @param profile absolute path of the written profile
 * @param dataDirectory absolute path
 * @param pid the sandbox's process
 */
public record Ready(
    String environment,
    String baseUrl,
    String healthUrl,
    String metricsUrl,
    String mcpUrl,
    String httpsUrl,
    String plainUrl,
    String issuerUrl,
    String platformUrl,
    String platformToken,
    String userToken,
    String jdbcUrl,
    String databaseUser,
    String databasePassword,
    String adminUser,
    String adminPassword,
    String profile,
    String dataDirectory,
    long pid) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As one line of JSON. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes the JSON to a file that only its owner may read, at once.
   *
   * @throws IOException where it cannot be written
   */
  public void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      PrivateFiles.directory(parent);
    }
    PrivateFiles.write(file.toAbsolutePath(), json() + "\n", true);
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "Ready[" + baseUrl + ", pid " + pid + "]";
  }
}
