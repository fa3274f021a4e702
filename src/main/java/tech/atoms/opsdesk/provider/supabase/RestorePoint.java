package tech.atoms.opsdesk.provider.supabase;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named state of the database that the platform keeps.
 *
 * @param name at most 20 characters
 * @param status {@code PENDING}, {@code AVAILABLE}, {@code REMOVED}, {@code FAILED}, or a word that
 *     nobody knows yet
 * @param completed when it became available; null: it is not, or that is not told
 */
public record RestorePoint(String name, String status, @Nullable Instant completed) {
  /** Whether the database can be put back to it. */
  public boolean isAvailable() {
    return status.equals("AVAILABLE");
  }

  /** Whether it will never be available. */
  public boolean hasFailed() {
    return status.equals("FAILED") || status.equals("REMOVED");
  }
}
