package tech.atoms.opsdesk.backup.restore;

import tech.atoms.opsdesk.backup.Content;

/**
 * A backup that was restored in place.
 *
 * @param id the backup's
 * @param content what is in the restored tables now: what the manifest says
 * @param bytes of rows that were loaded
 */
public record Restored(String id, Content content, long bytes) {
  /** In words. */
  public String words() {
    return "%,d rows in %d tables are those of %s, compared by digest"
        .formatted(content.rows(), content.tables().size(), id);
  }
}
