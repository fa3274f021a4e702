package tech.atoms.opsdesk.check;

import java.time.Duration;
import java.util.List;

/**
 * What a check is, without running it.
 *
 * @param id stable, subject first, e.g. {@code database.index.sessions-user-id}
 * @param title what is asked about, e.g. "Index on atoms_sessions(user_id)"
 * @param items items of the checklist it answers, e.g. {@code DB-06}; may be empty
 * @param expected what should be, one line
 * @param how how it is answered, one line for docs/checks.md
 * @param source where the answer comes from, e.g. "database"
 * @param cost what it does to the environment
 * @param interval how often it may run by itself
 * @param lifetime how long its evidence counts
 * @param ofDeployment whether its evidence counts for the deployment that it was gathered on alone
 * @param requests most requests that it sends to the server and its providers
 * @param last whether it disturbs what comes after it, or is disturbed by what runs beside it: it
 *     runs when all others have answered
 */
public record CheckSpec(
    String id,
    String title,
    List<String> items,
    String expected,
    String how,
    String source,
    Cost cost,
    Duration interval,
    Duration lifetime,
    boolean ofDeployment,
    int requests,
    boolean last) {

  /** Copies the list. */
  public CheckSpec {
    items = List.copyOf(items);
  }

  /** The subject: the id up to its first dot. */
  public String subject() {
    return id.substring(0, Math.max(0, id.indexOf('.')));
  }

  /** Begins the description of a passive check that runs every minute and counts for a day. */
  public static Builder of(String id, String title, String... items) {
    return new Builder(id, title, List.of(items));
  }

  /** Describes a check step by step. */
  public static final class Builder {
    private final String id;
    private final String title;
    private final List<String> items;
    private String expected = "";
    private String how = "";
    private String source = "";
    private Cost cost = Cost.PASSIVE;
    private Duration interval = Duration.ofMinutes(1);
    private Duration lifetime = Duration.ofDays(1);
    private boolean ofDeployment;
    private int requests;
    private boolean last;

    private Builder(String id, String title, List<String> items) {
      this.id = id;
      this.title = title;
      this.items = items;
    }

    /** What should be, one line. */
    public Builder expecting(String what) {
      expected = what;
      return this;
    }

    /** How it is answered, and from where. */
    public Builder by(String howAnswered, String from) {
      how = howAnswered;
      source = from;
      return this;
    }

    /** A person starts it; it sends at most so many requests. */
    public Builder active(int mostRequests) {
      cost = Cost.ACTIVE_PROBE;
      requests = mostRequests;
      return this;
    }

    /** It runs when all others have answered, as it disturbs them or is disturbed by them. */
    public Builder last() {
      last = true;
      return this;
    }

    /** How often it may run by itself. */
    public Builder every(Duration time) {
      interval = time;
      return this;
    }

    /** How long its evidence counts. */
    public Builder validFor(Duration time) {
      lifetime = time;
      return this;
    }

    /** Its evidence counts for the deployment that it was gathered on alone. */
    public Builder ofDeployment() {
      ofDeployment = true;
      return this;
    }

    /** The description. */
    public CheckSpec build() {
      return new CheckSpec(
          id,
          title,
          items,
          expected,
          how,
          source,
          cost,
          interval,
          lifetime,
          ofDeployment,
          requests,
          last);
    }
  }
}
