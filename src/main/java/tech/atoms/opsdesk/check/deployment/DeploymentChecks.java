package tech.atoms.opsdesk.check.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.source.Parsed;
import tech.atoms.opsdesk.check.source.PlatformFacts;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.provider.vercel.Current;
import tech.atoms.opsdesk.provider.vercel.ProjectIds;
import tech.atoms.opsdesk.provider.vercel.Variable;

/** The checks of what is deployed: the platform's account, project, variables and deployment. */
public final class DeploymentChecks {
  private static final String PLATFORM = "platform's API";
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final List<List<String>> VARIABLES =
      List.of(
          List.of("DPL-04", "WORKOS_API_KEY"),
          List.of("DPL-05", "WORKOS_CLIENT_ID"),
          List.of("DPL-06", "SUPABASE_SERVICE_ROLE_KEY"),
          List.of("DPL-07", "NEXT_PUBLIC_SUPABASE_ANON_KEY"),
          List.of("DPL-08", "NEXT_PUBLIC_SUPABASE_URL"));

  private final PlatformFacts platform;
  private final Fact<Sources> sources;

  /**
   * The checks.
   *
   * @param platform what the platform tells
   * @param sources the checkout
   */
  public DeploymentChecks(PlatformFacts platform, Fact<Sources> sources) {
    this.platform = platform;
    this.sources = sources;
  }

  /** The checkout's vercel.json. */
  public static Fact<Parsed<VercelFile>> vercelFile(Fact<Sources> sources) {
    return Fact.of(
        "vercel.json",
        Lane.MACHINE,
        facts ->
            Parsed.of("vercel.json", facts.get(sources).text("vercel.json"), VercelFile::parse),
        sources);
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.over(
            spec("platform-account", "Sign-in at the platform", "DPL-02")
                .expecting("the token is valid")
                .by("the account that the token belongs to", PLATFORM)
                .validFor(QUARTER)
                .build(),
            platform.account(),
            account -> Answer.pass(account.isEmpty() ? "valid" : "valid, of " + account)));
    checks.add(
        Check.of(
            spec("project-link", "Link of the checkout to the project", "DPL-03")
                .expecting("the ids of the profile's project")
                .by(".vercel/project.json against the platform's project", "checkout")
                .build(),
            this::link));
    for (List<String> one : VARIABLES) {
      String name = one.get(1);
      checks.add(
          Check.over(
              spec(
                      "variable." + name.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                      "Platform's variable " + name,
                      one.getFirst())
                  .expecting("set for production at the platform")
                  .by("the project's variables: name and target", PLATFORM)
                  .build(),
              platform.variables(),
              variables -> variable(name, variables)));
    }
    checks.add(
        Check.over(
            spec("current", "Current deployment", "DPL-09")
                .expecting("READY, with a commit")
                .by("the deployment that production's names point to", PLATFORM)
                .validFor(QUARTER)
                .ofDeployment()
                .build(),
            platform.current(),
            DeploymentChecks::current));
    checks.add(
        Check.over(
            spec("from-git", "Deployed from git", "BKP-12")
                .expecting("source git")
                .by("source of the current deployment", PLATFORM)
                .ofDeployment()
                .build(),
            platform.current(),
            current ->
                Answer.of(
                    current.source().equals("git"),
                    current.source().isEmpty() ? "no source is told" : "source " + current.source(),
                    new Evidence(current.id(), "commit " + current.commit()))));
    return List.copyOf(checks);
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("deployment." + id, title, items);
  }

  private Answer link(Facts facts) throws InterruptedException {
    Sources checkout = facts.get(sources);
    Parsed<VercelFile> link =
        Parsed.of(".vercel/project.json", checkout.text(".vercel/project.json"), VercelFile::parse);
    VercelFile file = link.value();
    if (file == null) {
      return Answer.fail(link.wrong());
    }
    ProjectIds project = facts.get(platform.project());
    String id = file.root().path("projectId").asText("");
    String owner = file.root().path("orgId").asText("");
    List<String> wrong = new ArrayList<>();
    if (!id.equals(project.id())) {
      wrong.add("project " + id + ", not " + project.id());
    }
    if (!project.owner().isEmpty() && !owner.equals(project.owner())) {
      wrong.add("owner " + owner + ", not " + project.owner());
    }
    Evidence evidence = new Evidence(".vercel/project.json", file.root().toString());
    return wrong.isEmpty()
        ? Answer.pass(project.name() + " (" + id + ")", evidence)
        : Answer.fail(String.join("; ", wrong), evidence);
  }

  private static Answer variable(String name, List<Variable> variables) {
    for (Variable one : variables) {
      if (one.key().equals(name)) {
        String value = one.value();
        return value != null && value.isBlank()
            ? Answer.fail("set to nothing")
            : Answer.pass(one.type() + (one.updated() == null ? "" : ", changed " + one.updated()));
      }
    }
    return Answer.fail("not set for production");
  }

  private static Answer current(Current current) {
    Evidence evidence =
        new Evidence(
            current.id(),
            current.state()
                + "\ncommit "
                + current.commit()
                + (current.version().isEmpty() ? "" : "\nversion " + current.version())
                + "\ncreated "
                + current.created());
    if (!current.state().equals("READY")) {
      return Answer.fail("state " + current.state(), evidence);
    }
    return current.commit().isEmpty()
        ? Answer.fail("READY, without a commit: nobody can say what runs", evidence)
        : Answer.pass(
            "READY, commit "
                + current.commit().substring(0, Math.min(7, current.commit().length())),
            evidence);
  }
}
