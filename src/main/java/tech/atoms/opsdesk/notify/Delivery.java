package tech.atoms.opsdesk.notify;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one notice in one channel.
 *
 * @param key the same whenever it was sent
 * @param channel the channel's name
 * @param notice what is told
 * @param state how it stands
 * @param why why it waits or has failed; empty where it was delivered, or not tried yet
 * @param attempts how often it was sent
 * @param unsure whether an attempt may have arrived although nobody knows
 * @param created when it was to be told
 * @param due when it is sent next, where it waits
 * @param ended when it was delivered or given up; null: it waits
 */
public record Delivery(
    String key,
    String channel,
    Notice notice,
    State state,
    String why,
    int attempts,
    boolean unsure,
    Instant created,
    Instant due,
    @Nullable Instant ended) {

  /** How a notice stands in a channel. */
  public enum State {
    /** It is to be sent, or sent again. */
    WAITING,
    /** The channel has taken it. */
    DELIVERED,
    /** It was refused or given up, and is not sent again. */
    FAILED;

    /** As it is stored and told to programs. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it stands, in words. */
  public String words() {
    return switch (state) {
      case DELIVERED -> unsure ? "delivered, perhaps twice" : "delivered";
      case WAITING ->
          attempts == 0
              ? "waiting"
              : "waiting until " + due.truncatedTo(ChronoUnit.SECONDS) + ": " + why;
      case FAILED -> (unsure ? "failed, may have arrived: " : "failed: ") + why;
    };
  }
}
