package tech.atoms.opsdesk.sandbox;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import tech.atoms.opsdesk.common.PrivateFiles;

/**
 * What a sandbox keeps beside its data, so that it comes back under the same addresses.
 *
 * @param seed decides everything that is made up
 * @param serverPort of the MCP server
 * @param issuerPort of the token issuer
 * @param platformPort of the platform's API
 * @param databasePort of PostgreSQL
 * @param httpsPort of the MCP server by https; 0 in the file of an older sandbox
 * @param plainPort that sends to https; 0 in the file of an older sandbox
 */
record Kept(
    long seed,
    int serverPort,
    int issuerPort,
    int platformPort,
    int databasePort,
    int httpsPort,
    int plainPort) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SEED = 20_261_122;

  /** Reads the file; a new sandbox has no ports yet. */
  static Kept read(Path file) throws IOException {
    return Files.exists(file)
        ? JSON.readValue(file.toFile(), Kept.class)
        : new Kept(SEED, 0, 0, 0, 0, 0, 0);
  }

  void write(Path file) throws IOException {
    PrivateFiles.write(file, JSON.writeValueAsString(this) + "\n", true);
  }

  /** The port if nobody listens on it, else 0 for any other. */
  static int free(int port) {
    if (port == 0) {
      return 0;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      return 0;
    }
  }
}
