package tech.atoms.opsdesk.provider.supabase;

/**
 * How a project stands.
 *
 * @param name as the platform tells it; may be empty
 * @param region where it is; may be empty
 * @param status as the platform says it, e.g. {@code ACTIVE_HEALTHY}; there may be words that
 *     nobody knows yet
 */
public record ProjectStatus(String name, String region, String status) {
  /** What the platform says where it does not know. */
  public static final String UNKNOWN = "UNKNOWN";

  /** Whether it works as it should. */
  public boolean isHealthy() {
    return status.equals("ACTIVE_HEALTHY");
  }

  /** Whether it is being put back, or comes up after that. */
  public boolean isComing() {
    return status.equals("RESTORING") || status.equals("COMING_UP") || status.equals("RESTARTING");
  }

  /** Whether a restore of it has failed. */
  public boolean hasFailed() {
    return status.equals("RESTORE_FAILED");
  }
}
