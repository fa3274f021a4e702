package tech.atoms.opsdesk.check.operation;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.provider.vercel.Production;
import tech.atoms.opsdesk.provider.vercel.RuntimeLog;
import tech.atoms.opsdesk.provider.vercel.VercelLogs;
import tech.atoms.opsdesk.provider.vercel.VercelReader;

/** The platform, as far as checks of a server in operation ask it. */
public final class LivePlatform {
  private final @Nullable VercelLogs logs;
  private final Fact<Production> production;

  /**
   * Nothing is asked yet.
   *
   * @param reader of deployments; null where the profile names no platform
   * @param logs of the same platform; null where the profile names none
   */
  public LivePlatform(@Nullable VercelReader reader, @Nullable VercelLogs logs) {
    this.logs = logs;
    production =
        Fact.of(
            "deployment that is live",
            Lane.PROVIDER,
            facts -> {
              if (reader == null) {
                throw missing("the profile names no platform", "Add a platform to the environment");
              }
              Production live = reader.production();
              if (live == null) {
                throw missing("nothing is deployed to production", "Deploy, then look again");
              }
              return live;
            });
  }

  /** What has production traffic. */
  public Fact<Production> production() {
    return production;
  }

  /** The platform's view on domains and logs. */
  public VercelLogs platform() {
    VercelLogs known = logs;
    if (known == null) {
      throw missing("the profile names no platform", "Add a platform to the environment");
    }
    return known;
  }

  /** Listens to the logs of what is live; see {@link VercelLogs#listen}. */
  public List<RuntimeLog> listen(Facts facts, Duration time, Predicate<? super RuntimeLog> enough)
      throws InterruptedException {
    return platform().listen(facts.get(production).live().id(), time, enough);
  }

  private static Unanswerable missing(String why, String next) {
    return new Unanswerable(
        new Problem("The platform cannot be asked", "platform", why, next), null);
  }
}
