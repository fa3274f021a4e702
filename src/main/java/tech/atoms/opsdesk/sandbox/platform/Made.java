package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deployment that was created here.
 *
 * @param port where it runs beside production, by https on 127.0.0.1; 0: not, or not yet
 * @param ref branch or tag; null: not from git
 * @param domains whether it gets production's domains when it is ready
 * @param losesConnections whether its source takes connections and does not give them back
 * @param meta what its creator wrote to it
 * @param buildingAt since when it is built; null: it waits
 */
record Made(
    int port,
    @Nullable String ref,
    boolean domains,
    boolean losesConnections,
    Map<String, String> meta,
    @Nullable Instant buildingAt) {
  private static final int ID_FROM = 4;
  private static final int ID_TO = 13;

  Made {
    meta = Map.copyOf(meta);
  }

  Made since(Instant at) {
    return new Made(port, ref, domains, losesConnections, meta, at);
  }

  Made at(int newPort) {
    return new Made(newPort, ref, domains, losesConnections, meta, buildingAt);
  }

  /** What tells its name from that of another deployment of the same commit. */
  @JsonIgnore
  String word(String id) {
    return id.substring(ID_FROM, ID_TO).toLowerCase(Locale.ROOT);
  }
}
