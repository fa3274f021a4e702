package tech.atoms.opsdesk.sandbox.database;

/**
 * How many rows a new sandbox gets.
 *
 * @param users people
 * @param workspaces workspaces
 * @param entities entities
 * @param relationships relationships
 * @param sessions sessions; two thirds as many users are needed to keep all within the limit
 */
public record Size(long users, long workspaces, long entities, long relationships, long sessions) {
  /** The largest scale: 200,000 users, 10,000,000 relationships. */
  public static final int LARGEST_SCALE = 1000;

  /**
   * The usual size.
   *
   * @param scale 1 to {@link #LARGEST_SCALE}; 1 is 200 users, 50 workspaces, 5,000 entities, 10,000
   *     relationships, 300 sessions
   */
  public static Size ofScale(int scale) {
    if (scale < 1 || scale > LARGEST_SCALE) {
      throw new IllegalArgumentException("scale must be 1 to " + LARGEST_SCALE + ": " + scale);
    }
    return new Size(200L * scale, 50L * scale, 5_000L * scale, 10_000L * scale, 300L * scale);
  }

  /** The same with another number of sessions, and as many users more as they need. */
  public Size withSessions(long number) {
    long needed = (number + 29) / 30 * 20;
    return new Size(Math.max(users, needed), workspaces, entities, relationships, number);
  }
}
