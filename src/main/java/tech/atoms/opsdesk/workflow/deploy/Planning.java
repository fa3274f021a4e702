package tech.atoms.opsdesk.workflow.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.vercel.Current;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.NewDeployment;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.provider.vercel.VercelDeployments;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;
import tech.atoms.opsdesk.workflow.variables.Changed;
import tech.atoms.opsdesk.workflow.variables.Comparison;

/** Gathers the facts of a deployment and tells its steps. */
final class Planning {
  private static final String LIVE = "live deployment";
  private static final String UNKNOWN = "unknown";
  static final String LIVE_ID = "id of the live deployment";
  static final String NO_MIGRATIONS =
      "It applies no migrations of the database: apply them yourself, before go";
  private static final String COMMIT = "commit";
  private static final String VARIABLES = "variables changed since the live build";
  private static final List<String> CHANGES =
      List.of(
          Changes.COMMITS,
          Changes.FILES,
          Changes.MIGRATIONS,
          Changes.DEPENDENCIES,
          Changes.CONFIG,
          VARIABLES);
  private static final String DIGEST = "digest of the files";
  private static final int LISTED = 100;
  private static final String NOTHING = "nothing is changed";

  private final Environment environment;
  private final Vercel platform;
  private final @Nullable BackupSteps backups;
  private final Wanted given;
  private final Commits commits;

  /**
   * Of a deployment.
   *
   * @param backups null: the profile does not say how the database is backed up
   */
  Planning(Environment environment, Vercel platform, @Nullable BackupSteps backups, Wanted given) {
    this.backups = backups;
    this.environment = environment;
    this.platform = platform;
    this.given = given;
    this.commits = new Commits(environment.source().checkout());
  }

  /** Asks for what a plan has decided on. */
  static void request(VercelDeployments platform, Wanted wanted, Plan plan, NewDeployment how) {
    switch (wanted.from()) {
      case REF ->
          platform.fromGit(wanted.name(), wanted.commit().isEmpty() ? null : wanted.commit(), how);
      case DEPLOYMENT -> platform.redeploy(wanted.name(), how);
      case FILES -> {
        Checkout checkout = Checkout.read(Path.of(wanted.name()));
        if (!checkout.digest().equals(plan.facts().get(DIGEST))) {
          throw new Refused(
              new Problem(
                  "The files are others than in the plan",
                  wanted.name(),
                  "something was changed since",
                  "Give the run up and plan again"));
        }
        platform.fromFiles(checkout.files(), how);
      }
    }
  }

  Plan plan() {
    Traffic traffic = platform.traffic().traffic();
    List<Listed> all = platform.traffic().deployments(LISTED);
    Listed live =
        all.stream()
            .filter(one -> one.deployment().id().equals(traffic.live()))
            .findFirst()
            .orElse(null);
    String from = live == null ? "what is live" : name(live.deployment());
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    facts.put(LIVE, live == null ? UNKNOWN : from);
    facts.put(LIVE_ID, traffic.live());
    Wanted wanted = fixed(all, facts, warnings);
    difference(live, facts, warnings);
    facts.put("production is pinned", traffic.pinned() ? "yes" : "no");
    Traffic.Request request = traffic.request();
    facts.put(
        "change of traffic under way", request != null && request.isUnderWay() ? "yes" : "no");
    List<Variable> variables = platform.variables().production();
    List<String> missing = Comparison.of(environment, variables).missing();
    facts.put(
        "required variables that are missing",
        missing.isEmpty() ? Changes.NONE : String.join(", ", missing));
    if (live != null) {
      facts.put(VARIABLES, Changed.since(live.deployment().created(), variables));
    }
    warn(wanted, traffic, missing, warnings);
    return new Plan(
        Deploy.ID,
        environment.name(),
        wanted.target(),
        "Deploy " + wanted.label() + (wanted.from() == Wanted.From.DEPLOYMENT ? " again" : ""),
        "",
        facts,
        warnings,
        steps(wanted, from, traffic),
        CHANGES.stream().filter(facts::containsKey).toList());
  }

  /** What is wanted, by names that mean the same later. */
  private Wanted fixed(List<Listed> all, Map<String, String> facts, List<String> warnings) {
    return switch (given.from()) {
      case REF -> {
        Wanted wanted = given.name().isEmpty() ? proposed() : given;
        Commits.Bound bound = commits.bind(wanted.name(), wanted.commit());
        facts.put("branch or tag", wanted.name());
        facts.put(
            COMMIT, bound.commit().isEmpty() ? "the newest when it is built" : bound.commit());
        if (!bound.warning().isEmpty()) {
          warnings.add(bound.warning());
        }
        yield Wanted.ref(wanted.name(), bound.commit(), wanted.watch());
      }
      case DEPLOYMENT -> {
        Listed source = source(all);
        facts.put(
            "built anew",
            source.deployment().id() + ", " + name(source.deployment()) + ", " + source.state());
        facts.put(COMMIT, source.deployment().commit());
        yield Wanted.deployment(source.deployment().id(), given.watch());
      }
      case FILES -> {
        Checkout checkout = Checkout.read(Path.of(given.name()));
        facts.put("directory", given.name());
        facts.put(
            "files in the directory",
            checkout.files().size() + ", " + checkout.bytes() / 1024 + " KiB in all");
        facts.put(DIGEST, checkout.digest());
        yield given;
      }
    };
  }

  /** What differs from the commit that is live, where both are known. */
  private void difference(@Nullable Listed live, Map<String, String> facts, List<String> warnings) {
    String to = facts.getOrDefault(COMMIT, "");
    if (live != null && isCommit(to)) {
      new Changes(commits, live.deployment().commit(), to).tell(facts, warnings);
    } else {
      warnings.add(NO_MIGRATIONS);
    }
  }

  /** The commit that a plan binds; empty where it binds none. */
  static String commit(Plan plan) {
    String commit = plan.facts().getOrDefault(COMMIT, "");
    return isCommit(commit) ? commit : "";
  }

  /** The version that was live when the plan was made; empty where that was not told. */
  static String liveVersion(Plan plan) {
    String name = plan.facts().getOrDefault(LIVE, "");
    boolean told = !name.equals(UNKNOWN) && !name.equals(plan.facts().get(LIVE_ID));
    return told ? name : "";
  }

  private static boolean isCommit(String text) {
    return text.matches("[0-9a-f]{40}");
  }

  private Wanted proposed() {
    Current current = platform.reader().current();
    if (current == null || current.ref().isEmpty()) {
      throw new ProblemException(
          new Problem(
              "It is not clear what to deploy",
              environment.name(),
              "the platform does not tell from which branch the live deployment was built",
              "Name a branch or tag, a deployment, or a directory"));
    }
    return Wanted.ref(current.ref(), "", given.watch());
  }

  private Listed source(List<Listed> all) {
    return all.stream()
        .filter(
            one ->
                one.deployment().id().equals(given.name())
                    || one.deployment().version().equals(given.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is no such deployment",
                        given.name(),
                        "the platform lists no deployment of that id or version",
                        "See 'opsdesk deployments list'")));
  }

  private List<PlannedStep> steps(Wanted wanted, String from, Traffic traffic) {
    String label = wanted.label();
    boolean watched = !wanted.watch().isZero();
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(looks(Preflight.ID, "Gate: production is ready for a deployment"));
    if (backups == null) {
      steps.add(looks(BackupGate.ID, "Gate: there is a verified backup"));
    } else {
      steps.addAll(backups.planned(true));
      steps.addAll(backups.copies().planned());
    }
    steps.add(
        new PlannedStep(
            BuildStep.ID,
            "Build " + label + " for production, without traffic",
            "not built",
            "built and ready, no traffic",
            "it gets no traffic; remove it at the platform. Cancelling ends the build"));
    steps.add(looks(Deploy.STAGED, "What was built answers well at its own address"));
    if (watched) {
      steps.add(looks(Deploy.BASELINE, "Measure " + from + ", to compare with"));
    }
    steps.add(looks(GoGate.ID, "Gate: go or no-go"));
    steps.add(
        new PlannedStep(
            MoveStep.ID,
            "Point production to the build of " + label,
            from + " is live" + (traffic.pinned() ? ", pinned" : ""),
            "the build of " + label + " is live",
            traffic.live().isEmpty()
                ? "nothing was live before: there is nothing to go back to"
                : "roll back to " + from + "; it takes about a second, and pins production"));
    steps.add(looks(LookSteps.VERSION, "The server tells the version that was built"));
    steps.add(looks(LookSteps.SMOKE, "Health, MCP endpoint and sign-in answer as they should"));
    steps.add(looks(Deploy.ITEMS, "Nothing of the post-deployment checklist fails"));
    steps.add(looks(AfterGate.ID, "Gate: the rest of the post-deployment checklist"));
    if (watched) {
      steps.add(
          looks(
              Deploy.WATCH,
              "Watch the metrics for " + words(wanted.watch()) + ", against " + from));
    }
    return steps;
  }

  private static PlannedStep looks(String id, String name) {
    return new PlannedStep(id, name, "", "", NOTHING);
  }

  private void warn(Wanted wanted, Traffic traffic, List<String> missing, List<String> all) {
    if (!missing.isEmpty()) {
      all.add("Required variables are missing: the first gate stays closed until they are set");
    }
    if (traffic.pinned()) {
      all.add("Production is pinned by a rollback: the promotion ends that");
    }
    if (wanted.from() == Wanted.From.DEPLOYMENT) {
      all.add("It is built with today's variables, not with those of its first build");
    }
    if (wanted.from() == Wanted.From.FILES) {
      all.add("Files of variables (.env…) and what the ignore file names are left out");
    }
    if (backups == null) {
      all.add(
          "The profile does not say how the database is backed up: a person says that there is a"
              + " backup");
    }
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private static String name(Deployment one) {
    return one.version().isEmpty() ? one.id() : one.version();
  }
}
