package tech.atoms.opsdesk.workflow.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.vercel.Current;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.NewDeployment;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.provider.vercel.VercelDeployments;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;
import tech.atoms.opsdesk.workflow.variables.Comparison;

/** Gathers the facts of a deployment and tells its steps. */
final class Planning {
  static final String LIVE_ID = "id of the live deployment";
  private static final String DIGEST = "digest of the files";
  private static final int LISTED = 100;
  private static final String NOTHING = "nothing is changed";

  private final Environment environment;
  private final Vercel platform;
  private final Wanted given;

  Planning(Environment environment, Vercel platform, Wanted given) {
    this.environment = environment;
    this.platform = platform;
    this.given = given;
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
    facts.put("live deployment", live == null ? "unknown" : from);
    facts.put(LIVE_ID, traffic.live());
    Wanted wanted = fixed(all, facts);
    facts.put("production is pinned", traffic.pinned() ? "yes" : "no");
    Traffic.Request request = traffic.request();
    facts.put(
        "change of traffic under way", request != null && request.isUnderWay() ? "yes" : "no");
    List<String> missing = Comparison.of(environment, platform.variables().production()).missing();
    facts.put(
        "required variables that are missing",
        missing.isEmpty() ? "none" : String.join(", ", missing));
    return new Plan(
        Deploy.ID,
        environment.name(),
        wanted.target(),
        "Deploy " + wanted.label() + (wanted.from() == Wanted.From.DEPLOYMENT ? " again" : ""),
        "",
        facts,
        warnings(wanted, traffic, missing),
        steps(wanted, from, traffic));
  }

  /** What is wanted, by names that mean the same later. */
  private Wanted fixed(List<Listed> all, Map<String, String> facts) {
    return switch (given.from()) {
      case REF -> {
        Wanted wanted = given.name().isEmpty() ? proposed() : given;
        facts.put("branch or tag", wanted.name());
        facts.put(
            "commit", wanted.commit().isEmpty() ? "the newest when it is built" : wanted.commit());
        yield wanted;
      }
      case DEPLOYMENT -> {
        Listed source = source(all);
        facts.put(
            "built anew",
            source.deployment().id() + ", " + name(source.deployment()) + ", " + source.state());
        facts.put("commit", source.deployment().commit());
        yield Wanted.deployment(source.deployment().id(), given.watch());
      }
      case FILES -> {
        Checkout checkout = Checkout.read(Path.of(given.name()));
        facts.put("directory", given.name());
        facts.put(
            "files", checkout.files().size() + ", " + checkout.bytes() / 1024 + " KiB in all");
        facts.put(DIGEST, checkout.digest());
        yield given;
      }
    };
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
    steps.add(looks(BackupGate.ID, "Gate: there is a verified backup"));
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

  private static List<String> warnings(Wanted wanted, Traffic traffic, List<String> missing) {
    List<String> all = new ArrayList<>();
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
    all.add("The desk has no catalogue of backups yet: a person says that there is one");
    all.add("It applies no migrations of the database: apply them yourself, before");
    return all;
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private static String name(Deployment one) {
    return one.version().isEmpty() ? one.id() : one.version();
  }
}
