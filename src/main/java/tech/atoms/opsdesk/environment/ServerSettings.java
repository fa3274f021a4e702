package tech.atoms.opsdesk.environment;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the MCP server answers.
 *
 * @param baseUrl scheme, host and port without a path
 * @param healthPath path of the health endpoint, "/health" by default
 * @param metricsPath path of the OpenMetrics endpoint, "/metrics" by default
 * @param mcpPath path of the MCP endpoint, "/api/mcp" by default
 * @param token bearer token for MCP; null: only what needs no sign-in is read
 * @param expiredToken a token of this server that has expired, kept to see that it is refused;
 *     null: none
 * @param caFile PEM file of certificate authorities trusted for this server besides the system's;
 *     null for none
 * @param publicUrl as its users reach it, by https; the same as {@code baseUrl} unless the profile
 *     says otherwise
 * @param plainUrl where it is asked over plain http; port 80 of the public host unless the profile
 *     says otherwise
 */
public record ServerSettings(
    URI baseUrl,
    String healthPath,
    String metricsPath,
    String mcpPath,
    @Nullable SecretRef token,
    @Nullable SecretRef expiredToken,
    @Nullable Path caFile,
    URI publicUrl,
    URI plainUrl) {

  /** Settings without an expired token, reached where it is asked. */
  public ServerSettings(
      URI baseUrl,
      String healthPath,
      String metricsPath,
      String mcpPath,
      @Nullable SecretRef token,
      @Nullable Path caFile) {
    this(baseUrl, healthPath, metricsPath, mcpPath, token, null, caFile, baseUrl, plain(baseUrl));
  }

  /** Port 80 of the same host. */
  static URI plain(URI url) {
    return URI.create("http://" + url.getHost());
  }
}
