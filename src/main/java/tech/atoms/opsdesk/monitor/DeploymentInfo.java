package tech.atoms.opsdesk.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The deployment that has production traffic, as the platform tells it.
 *
 * @param id the platform's id, e.g. {@code dpl_…}
 * @param version e.g. "v1.4.2"; empty where the platform does not tell
 * @param commit short commit hash; empty where unknown
 * @param message commit message; empty where unknown
 * @param author who deployed; empty where unknown
 * @param liveSince when it got the traffic
 * @param previousVersion what was live before; null where unknown
 */
public record DeploymentInfo(
    String id,
    String version,
    String commit,
    String message,
    String author,
    Instant liveSince,
    @Nullable String previousVersion) {}
