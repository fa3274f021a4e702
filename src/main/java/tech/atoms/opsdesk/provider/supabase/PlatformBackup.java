package tech.atoms.opsdesk.provider.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup that the platform has taken by itself.
 *
 * @param id null where the platform tells none
 * @param status as the platform says it, e.g. {@code COMPLETED}; there may be words that nobody
 *     knows yet
 * @param at when it was taken; null where that is not told in a way that is understood
 * @param told the same as the platform wrote it
 * @param physical whether it is one of files, which cannot be downloaded
 */
public record PlatformBackup(
    @Nullable Long id, String status, @Nullable Instant at, String told, boolean physical) {

  /** Whether the platform says that it is complete. */
  public boolean isCompleted() {
    return status.equals("COMPLETED");
  }

  static PlatformBackup read(JsonNode one) {
    JsonNode id = one.path("id");
    JsonNode at = one.path("inserted_at");
    return new PlatformBackup(
        id.isNumber() ? (Long) id.asLong() : null,
        one.path("status").asText(ProjectStatus.UNKNOWN),
        Times.read(at),
        at.asText(""),
        one.path("is_physical_backup").asBoolean(false));
  }
}
