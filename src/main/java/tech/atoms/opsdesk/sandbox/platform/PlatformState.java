package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.checkout.Release;

/** What the platform knows, kept in one JSON file. Safe on any thread. */
public final class PlatformState {
  /** The project's id. */
  public static final String PROJECT_ID = "prj_atomsMcpSandbox00000001";

  /** The project's name. */
  public static final String PROJECT_NAME = "atoms-mcp";

  /** The team that owns it. */
  public static final String TEAM_ID = "team_atomsSandbox0000000001";

  /** The team's name as people read it. */
  static final String TEAM_NAME = "Atoms sandbox";

  /** The team's name in addresses. */
  public static final String TEAM_SLUG = "atoms";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** A change of traffic that is older stands in nobody's way. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(3);

  private final Path file;
  private volatile Kept kept;

  /**
   * The file's content.
   *
   * @param deployments newest first
   * @param live id of the live one
   * @param variables environment variables; null in the file of an older sandbox
   * @param move the newest change of traffic; null: there was none
   * @param pinned whether a rollback keeps new deployments from getting traffic; null: no
   */
  record Kept(
      List<Deployment> deployments,
      String live,
      @Nullable List<Variable> variables,
      @Nullable Move move,
      @Nullable Boolean pinned) {
    Kept {
      deployments = List.copyOf(deployments);
      variables = variables == null ? null : List.copyOf(variables);
    }

    Kept with(List<Deployment> others) {
      return new Kept(others, live, variables, move, pinned);
    }

    Kept with(Move other) {
      return new Kept(deployments, live, variables, other, pinned);
    }

    Kept pinned(boolean pin) {
      return new Kept(deployments, live, variables, move, pin);
    }
  }

  private PlatformState(Path file, Kept kept) {
    this.file = file;
    this.kept = kept;
  }

  /**
   * Reads the file, or begins a new history where there is none.
   *
   * @param file the JSON file
   * @param seed decides made-up ids and commits
   * @param clock tells when "now" is for a new history
   */
  public static PlatformState open(Path file, long seed, InstantSource clock) throws IOException {
    if (Files.exists(file)) {
      PlatformState state = new PlatformState(file, JSON.readValue(file.toFile(), Kept.class));
      Move move = state.move();
      if (move != null && move.isUnderWay()) {
        state.fail(move); // the sandbox ended in the middle of it
      }
      return state;
    }
    List<Deployment> history = Installed.history(seed, clock.instant());
    PlatformState state =
        new PlatformState(file, new Kept(history, history.getFirst().id(), null, null, null));
    state.save();
    return state;
  }

  /** Whether a text names the project: its id or its name. */
  static boolean isProject(String text) {
    return text.equals(PROJECT_ID) || text.equals(PROJECT_NAME);
  }

  /** What is installed under production's address. */
  public Build liveBuild() {
    return live().build();
  }

  /** Version of the live deployment, e.g. "v1.5.0". */
  public String liveVersion() {
    return live().version();
  }

  /** Commit of the live deployment, 40 hexadecimal digits. */
  public String liveCommit() {
    return live().commit();
  }

  /** What was deployed, newest first. */
  public List<Release> releases() {
    return kept.deployments().stream()
        .map(d -> new Release(d.version(), d.message(), d.author(), d.createdAt()))
        .toList();
  }

  /**
   * Says which commit each version is.
   *
   * @param commits commit by version; a version that is not in it keeps its own
   */
  public synchronized void commits(Map<String, String> commits) throws IOException {
    List<Deployment> before = kept.deployments();
    List<Deployment> after =
        before.stream().map(d -> d.at(commits.getOrDefault(d.version(), d.commit()))).toList();
    if (!after.equals(before)) {
      kept = kept.with(after);
      save();
    }
  }

  /** Adds a deployment, as the newest. */
  synchronized void add(Deployment made) {
    List<Deployment> after = new ArrayList<>(kept.deployments());
    after.addFirst(made);
    keep(kept.with(after));
  }

  /**
   * Changes a deployment.
   *
   * @param change what becomes of it; the same: nothing is changed
   * @return as it is then
   */
  synchronized Deployment change(String id, UnaryOperator<Deployment> change) {
    Deployment before =
        find(id).orElseThrow(() -> new IllegalStateException("no deployment " + id));
    Deployment after = change.apply(before);
    if (!after.equals(before)) {
      keep(kept.with(kept.deployments().stream().map(d -> d.id().equals(id) ? after : d).toList()));
    }
    return after;
  }

  /** Says whether new deployments get production's domains by themselves. */
  synchronized void pin(boolean pinned) {
    keep(kept.pinned(pinned));
  }

  /** Whether a new deployment may get production's traffic without being asked for. */
  boolean isFree() {
    Move last = kept.move();
    return !pinned() && (last == null || !last.isUnderWay());
  }

  /** A deployment of production gets the traffic without being asked for, unless pinned. */
  synchronized boolean takeOver(String id, Instant at) {
    if (!isFree()) {
      return false;
    }
    change(id, d -> d.promoted(at));
    keep(new Kept(kept.deployments(), id, kept.variables(), kept.move(), kept.pinned()));
    return true;
  }

  /** Whether variables were ever set. */
  public boolean hasVariables() {
    return kept.variables() != null;
  }

  /** The environment variables. */
  public List<Variable> variables() {
    List<Variable> variables = kept.variables();
    return variables == null ? List.of() : variables;
  }

  /** Replaces the environment variables. */
  public synchronized void variables(List<Variable> variables) {
    keep(new Kept(kept.deployments(), kept.live(), variables, kept.move(), kept.pinned()));
  }

  /** The newest change of traffic; null: there was none. */
  @Nullable Move move() {
    return kept.move();
  }

  /** Whether a rollback keeps new deployments from getting traffic. */
  boolean pinned() {
    return Boolean.TRUE.equals(kept.pinned());
  }

  /**
   * Begins a change of traffic.
   *
   * @return whether it has begun; false while another is under way that began less than 3 minutes
   *     before
   */
  synchronized boolean begin(Move move) {
    Move last = kept.move();
    if (last != null && last.isUnderWay() && move.at().isBefore(last.at().plus(FORGOTTEN))) {
      return false;
    }
    keep(kept.with(move));
    return true;
  }

  /** Tells how far a change of traffic is. */
  synchronized void tell(Move move) {
    if (isNewest(move)) {
      keep(kept.with(move));
    }
  }

  private boolean isNewest(Move move) {
    Move last = kept.move();
    return last != null && last.to().equals(move.to()) && last.at().equals(move.at());
  }

  /** Ends it: the deployment is live from now on, and pinned by a rollback. */
  synchronized void finish(Move move, Instant at) {
    if (!isNewest(move)) {
      return;
    }
    List<Deployment> after =
        kept.deployments().stream()
            .map(d -> d.id().equals(move.to()) && d.promotedAt() == null ? d.promoted(at) : d)
            .toList();
    keep(new Kept(after, move.to(), kept.variables(), move.in("succeeded"), move.isRollback()));
  }

  /** Ends it: traffic goes where it went before. */
  synchronized void fail(Move move) {
    tell(move.in("failed"));
  }

  private void keep(Kept next) {
    kept = next;
    try {
      save();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Deployment> deployments() {
    return kept.deployments();
  }

  Deployment live() {
    Kept now = kept;
    return now.deployments().stream()
        .filter(d -> d.id().equals(now.live()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no live deployment in " + file));
  }

  /** Whether production's traffic goes to a deployment. */
  boolean isLive(Deployment d) {
    return d.id().equals(kept.live());
  }

  /** The deployment of an id or host name. */
  Optional<Deployment> find(String idOrHost) {
    return kept.deployments().stream()
        .filter(
            d -> d.id().equals(idOrHost) || d.host().equals(idOrHost) || d.name().equals(idOrHost))
        .findFirst();
  }

  /** Where else the platform keeps something. */
  Path beside(String name) {
    return file.resolveSibling(name);
  }

  private void save() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    JSON.writeValue(next.toFile(), kept);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
