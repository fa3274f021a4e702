package tech.atoms.opsdesk.workflow.warm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with keeping a server warm.
 *
 * @param on whether it is on
 * @param switched who switched it last; null: nobody, it is as the profile says
 * @param interval between two requests
 * @param last the newest request of any desk; null: none
 * @param requests in the last 24 hours
 * @param failed how many of these were no success
 * @param with cold starts of the last seven days while it was kept warm
 * @param without cold starts of the last seven days while it was not
 */
public record Standing(
    boolean on,
    @Nullable Switched switched,
    Duration interval,
    @Nullable Ping last,
    long requests,
    long failed,
    ColdStarts with,
    ColdStarts without) {

  /** What it costs while it is on: requests in a day. */
  public long requestsPerDay() {
    return Duration.ofDays(1).dividedBy(interval);
  }
}
