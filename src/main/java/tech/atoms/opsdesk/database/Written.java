package tech.atoms.opsdesk.database;

import org.jspecify.annotations.Nullable;

/**
 * What was written to a table within a time, as far as its own columns tell; deletions leave
 * nothing.
 *
 * @param table with its schema
 * @param made rows that were made; null: not known
 * @param changed rows that were made before and changed; null: not known
 * @param why why something is not known; empty where all is
 */
public record Written(String table, @Nullable Long made, @Nullable Long changed, String why) {

  /** Whether something is known to have been written. */
  public boolean isThere() {
    return (made != null && made > 0) || (changed != null && changed > 0);
  }
}
