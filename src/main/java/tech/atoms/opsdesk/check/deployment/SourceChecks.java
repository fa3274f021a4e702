package tech.atoms.opsdesk.check.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.source.PlatformFacts;
import tech.atoms.opsdesk.check.source.Remotes;
import tech.atoms.opsdesk.check.source.Repository;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.common.Programs;
import tech.atoms.opsdesk.database.Migrations;
import tech.atoms.opsdesk.provider.vercel.Current;

/** The checks of the checkout's git against what is deployed, and of its migrations. */
public final class SourceChecks {
  private static final String GIT = "checkout's git";
  private static final String MIGRATIONS = "supabase/migrations";

  private final PlatformFacts platform;
  private final Fact<Sources> sources;
  private final Fact<Repository> repository;
  private final Fact<Map<String, Remotes.Head>> heads;
  private final Fact<Migrations> applied;

  /**
   * The checks.
   *
   * @param platform what the platform tells
   * @param sources the checkout
   * @param applied the database's migrations
   * @param programs where git may be, for remotes that need ssh
   */
  public SourceChecks(
      PlatformFacts platform, Fact<Sources> sources, Fact<Migrations> applied, Programs programs) {
    this.platform = platform;
    this.sources = sources;
    this.applied = applied;
    this.repository = Repository.fact(sources);
    this.heads =
        Fact.of(
            "remotes",
            Lane.PROVIDER,
            facts -> {
              Repository git = facts.get(repository);
              return Remotes.heads(git, branch(git), programs);
            },
            repository);
  }

  private static String branch(Repository git) {
    return git.branch().isEmpty() ? "main" : git.branch();
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.of(
            spec("vercel-json-in-git", "vercel.json in git", "BKP-07")
                .expecting("tracked, and equal to the deployed commit's")
                .by("git's index; the file against the deployed commit", GIT)
                .ofDeployment()
                .build(),
            this::inGit),
        Check.of(
            spec("release-tag", "Tag of the deployed commit", "BKP-10")
                .expecting("a release tag, such as v1.5.0")
                .by("git's tags against the deployed commit", GIT)
                .ofDeployment()
                .build(),
            this::tag),
        Check.of(
            spec("remotes", "Remote repositories", "BKP-11")
                .expecting("two at least, at the same commit")
                .by("ls-remote of the checked-out branch at every remote", GIT)
                .every(Duration.ofMinutes(15))
                .build(),
            facts -> remotes(facts.get(repository), facts.get(heads))),
        Check.of(
            spec("migrations", "Migrations of the database", "PRE-03")
                .expecting("those of " + MIGRATIONS + ", all and no others")
                .by("the migrations table against the checkout's files", "database, checkout")
                .build(),
            this::migrations));
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("deployment." + id, title, items);
  }

  private Answer inGit(Facts facts) throws Exception {
    Repository git = facts.get(repository);
    if (!git.tracked().contains("vercel.json")) {
      return Answer.fail("vercel.json is not tracked");
    }
    String here = facts.get(sources).text("vercel.json");
    if (here == null) {
      return Answer.fail("vercel.json is tracked and not there");
    }
    Current current = facts.get(platform.current());
    String deployed = git.fileAt(current.commit(), "vercel.json");
    String commit = shortened(current.commit());
    if (deployed == null) {
      return Answer.fail("the deployed commit " + commit + " has no vercel.json");
    }
    return plain(here).equals(plain(deployed))
        ? Answer.pass("tracked, as in the deployed commit " + commit)
        : Answer.fail(
            "it differs from the deployed commit " + commit, firstDifference(here, deployed));
  }

  private static String plain(String text) {
    return text.replace("\r\n", "\n").stripTrailing();
  }

  private static Evidence firstDifference(String here, String deployed) {
    List<String> mine = plain(here).lines().toList();
    List<String> its = plain(deployed).lines().toList();
    int i = 0;
    while (i < mine.size() && i < its.size() && mine.get(i).equals(its.get(i))) {
      i++;
    }
    return new Evidence(
        "vercel.json, line " + (i + 1),
        "here: "
            + (i < mine.size() ? mine.get(i).strip() : "(end)")
            + "\ndeployed: "
            + (i < its.size() ? its.get(i).strip() : "(end)"));
  }

  private Answer tag(Facts facts) throws Exception {
    Repository git = facts.get(repository);
    Current current = facts.get(platform.current());
    if (current.commit().isEmpty()) {
      return Answer.unknown("the platform does not tell the deployed commit");
    }
    List<String> tags = git.tagsOf(current.commit());
    Evidence evidence =
        new Evidence("commit " + current.commit(), "tags: " + String.join(", ", tags));
    List<String> releases =
        tags.stream().filter(tag -> tag.matches("(?:release[-/])?v?[0-9]+(\\.[0-9]+)+.*")).toList();
    if (!releases.isEmpty()) {
      return Answer.pass(String.join(", ", releases), evidence);
    }
    git.fileAt(current.commit(), "vercel.json"); // unknown where the commit is not here at all
    return Answer.fail("commit " + shortened(current.commit()) + " has no release tag", evidence);
  }

  static Answer remotes(Repository git, Map<String, Remotes.Head> heads) {
    Evidence evidence =
        new Evidence(
            "ls-remote " + branch(git),
            heads.entrySet().stream()
                .map(
                    head ->
                        head.getKey()
                            + ": "
                            + (head.getValue().trouble().isEmpty()
                                ? head.getValue().commit()
                                : head.getValue().trouble()))
                .collect(Collectors.joining("\n")));
    if (heads.size() < 2) {
      return Answer.fail(heads.isEmpty() ? "no remote" : "1 remote", evidence);
    }
    Map<String, List<String>> byCommit = new LinkedHashMap<>();
    List<String> silent = new ArrayList<>();
    heads.forEach(
        (name, head) -> {
          if (head.commit().isEmpty()) {
            silent.add(name + ": " + head.trouble());
          } else {
            byCommit.computeIfAbsent(head.commit(), c -> new ArrayList<>()).add(name);
          }
        });
    for (var same : byCommit.entrySet()) {
      if (same.getValue().size() >= 2 && byCommit.size() == 1) {
        return Answer.pass(
            String.join(", ", same.getValue()) + " at " + shortened(same.getKey()), evidence);
      }
    }
    if (byCommit.size() > 1) {
      return Answer.fail(
          "they differ: "
              + String.join(", ", byCommit.keySet().stream().map(SourceChecks::shortened).toList()),
          evidence);
    }
    boolean without = silent.stream().allMatch(one -> one.contains("it has no branch"));
    String found = String.join("; ", silent);
    return without ? Answer.fail(found, evidence) : Answer.unknown(found, evidence);
  }

  private Answer migrations(Facts facts) throws Exception {
    Set<String> files = new TreeSet<>();
    for (String name : facts.get(sources).list(MIGRATIONS)) {
      if (name.matches("[0-9]+_.*\\.sql")) {
        files.add(name.substring(0, name.indexOf('_')));
      }
    }
    Migrations table = facts.get(applied);
    if (!table.kept()) {
      return files.isEmpty()
          ? Answer.notApplicable("neither the checkout nor the database knows migrations")
          : Answer.fail(
              "the database keeps no list of migrations, the checkout has " + files.size());
    }
    Set<String> missing = new TreeSet<>(files);
    missing.removeAll(table.versions());
    Set<String> foreign = new TreeSet<>(table.versions());
    foreign.removeAll(files);
    Evidence evidence =
        new Evidence(
            "migrations",
            "checkout: "
                + String.join(", ", files)
                + "\ndatabase: "
                + String.join(", ", table.versions()));
    List<String> wrong = new ArrayList<>();
    if (!missing.isEmpty()) {
      wrong.add("not applied: " + String.join(", ", missing));
    }
    if (!foreign.isEmpty()) {
      wrong.add("not in the checkout: " + String.join(", ", foreign));
    }
    return wrong.isEmpty()
        ? Answer.pass(files.size() + " of " + files.size() + " applied", evidence)
        : Answer.fail(String.join("; ", wrong), evidence);
  }

  private static String shortened(String commit) {
    String text = Objects.requireNonNullElse(commit, "");
    return text.substring(0, Math.min(7, text.length()));
  }
}
