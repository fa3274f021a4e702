package tech.atoms.opsdesk.monitor;

/** How something is. Ordered from best to worst known; {@link #UNKNOWN} is never shown green. */
public enum State {
  /** Measured, fresh and as it should be. */
  HEALTHY("Healthy"),
  /** Works, but outside its targets. */
  DEGRADED("Degraded"),
  /** Does not work. */
  DOWN("Down"),
  /** Not measured, or older than three of its intervals. */
  UNKNOWN("Unknown");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /** As shown beside the icon. */
  public String word() {
    return word;
  }
}
