package tech.atoms.opsdesk.workflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.variables.Comparison;

/**
 * Before anything is built: the platform takes a deployment, nothing else moves, the variables are
 * set, and the pre-production items of the checklist hold or are vouched for. A server or database
 * that is unwell does not forbid the deployment that is to mend it; a person says so.
 */
final class Preflight implements Gate {
  /** Its id in the plan. */
  static final String ID = "preflight";

  private static final Duration FRESH = Duration.ofSeconds(60);

  private final Environment environment;
  private final Vercel platform;
  private final ServerClient server;
  private final @Nullable MonitoredDatabase database;
  private final @Nullable Evidence evidence;
  private final String live;
  private final InstantSource clock;
  private final Items items;
  private List<String> despite = List.of();

  /**
   * The gate of a deployment.
   *
   * @param database null where the profile names none
   * @param evidence null: this desk has none
   * @param live id of the deployment that had the traffic when the plan was made
   */
  Preflight(
      Environment environment,
      Vercel platform,
      ServerClient server,
      @Nullable MonitoredDatabase database,
      @Nullable Evidence evidence,
      String live,
      InstantSource clock) {
    this.environment = environment;
    this.platform = platform;
    this.server = server;
    this.database = database;
    this.evidence = evidence;
    this.live = live;
    this.clock = clock;
    this.items = new Items(evidence, "pre-production", FRESH, clock);
  }

  @Override
  public String question() {
    return "Is " + environment.name() + " ready for a deployment?";
  }

  @Override
  public List<GateCheck> checks() {
    Instant now = clock.instant();
    List<GateCheck> checks = new ArrayList<>();
    List<String> said = new ArrayList<>();
    checks.add(Look.at("The platform takes the token", now, this::account));
    checks.add(Look.at("Production's traffic is where the plan has it", now, this::traffic));
    checks.add(Look.at("The required variables are set", now, this::variables));
    Look.passOrTick(Look.at("The server answers well", now, this::health), checks, said);
    MonitoredDatabase there = database;
    if (there != null) {
      Look.passOrTick(Look.at("The database answers", now, () -> database(there)), checks, said);
    }
    if (evidence != null) {
      said.addAll(Look.freezes(evidence, environment, now));
    }
    items.look();
    checks.addAll(items.checks());
    despite = List.copyOf(said);
    return checks;
  }

  @Override
  public List<String> ticks() {
    List<String> ticks = new ArrayList<>(despite);
    ticks.addAll(items.ticks());
    return ticks;
  }

  private Look.Answer account() {
    String account = platform.reader().account();
    return Look.Answer.of(true, account.isEmpty() ? "it does" : "of " + account);
  }

  private Look.Answer traffic() {
    Traffic now = platform.traffic().traffic();
    Traffic.Request request = now.request();
    if (request != null && request.isUnderWay()) {
      return Look.Answer.of(false, "it is being moved to " + request.to());
    }
    return Look.Answer.of(
        now.live().equals(live), now.live().isEmpty() ? "nothing has it" : now.live() + " has it");
  }

  private Look.Answer variables() {
    Comparison comparison = Comparison.of(environment, platform.variables().production());
    List<String> missing = comparison.missing();
    int all = comparison.lines().size();
    return Look.Answer.of(
        missing.isEmpty(),
        missing.isEmpty()
            ? all + " of " + all
            : "missing: " + String.join(", ", missing) + "; see 'opsdesk env set'");
  }

  private Look.Answer health() {
    Health health = server.health();
    String word = health.word();
    return Look.Answer.of(
        health.statusCode() == 200 && !health.saysUnhealthy(),
        health.statusCode() + (word == null ? "" : " " + word));
  }

  private static Look.Answer database(MonitoredDatabase database) {
    return Look.Answer.of(true, "within " + database.responseTime().toMillis() + " ms");
  }
}
