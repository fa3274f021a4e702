package tech.atoms.opsdesk.check.dependency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.python.LockFile;
import tech.atoms.opsdesk.check.python.ProjectFile;
import tech.atoms.opsdesk.check.python.Requirement;
import tech.atoms.opsdesk.check.python.RequirementsFile;
import tech.atoms.opsdesk.check.python.Specifier;
import tech.atoms.opsdesk.check.python.Version;
import tech.atoms.opsdesk.check.source.Parsed;

/**
 * Everything that says which packages the server has. Pure.
 *
 * @param lock uv.lock
 * @param exported requirements-prod.txt
 * @param wanted requirements.txt
 * @param project pyproject.toml
 */
record Described(
    Parsed<LockFile> lock,
    Parsed<RequirementsFile> exported,
    Parsed<RequirementsFile> wanted,
    Parsed<ProjectFile> project) {

  /** A package that comes with an extra and with nothing else. */
  private static final Map<String, String> MARK_OF_EXTRA =
      Map.of("standard", "httptools", "email", "email-validator");

  private static final int MOST_TOLD = 8;

  private static final String UNTOLD = "its version cannot be told: ";

  /** A requirement, and where it is written. */
  private record Asked(Requirement requirement, String where) {
    String words() {
      return requirement.text() + " (" + where + ")";
    }
  }

  /** A version that is installed, and where that is written. */
  private record Resolved(Version version, String where) {}

  /** Why nothing can be judged: a file that nobody can read, or install; null where none is. */
  private @Nullable String unusable() {
    for (Parsed<?> one : List.of(lock, exported, wanted, project)) {
      if (one.malformed()) {
        return one.wrong();
      }
    }
    for (List<Asked> file : List.of(of(exported), of(wanted), ofProject())) {
      String contradiction = contradiction(file);
      if (contradiction != null) {
        return contradiction;
      }
    }
    return null;
  }

  /** A package that one file wants in a version that cannot be; null where there is none. */
  private static @Nullable String contradiction(List<Asked> file) {
    Map<String, List<Asked>> byName = new LinkedHashMap<>();
    file.stream()
        .filter(one -> one.requirement().url() == null)
        .forEach(
            one ->
                byName
                    .computeIfAbsent(one.requirement().name(), name -> new ArrayList<>())
                    .add(one));
    for (Map.Entry<String, List<Asked>> one : byName.entrySet()) {
      Specifier versions =
          Specifier.all(one.getValue().stream().map(it -> it.requirement().versions()).toList());
      if (versions.admitsNothing()) {
        return "no version satisfies %s%s (%s)"
            .formatted(
                one.getKey(),
                versions,
                one.getValue().stream().map(Asked::where).collect(Collectors.joining("; ")));
      }
    }
    return null;
  }

  /** Why a package's version cannot be told; null where it can: a lock always tells. */
  private @Nullable String untold(String name, List<Asked> asked) {
    LockFile locked = lock.value();
    boolean told =
        locked != null && locked.all(name).stream().anyMatch(one -> one.version() != null);
    return told
        ? null
        : asked.stream()
            .filter(one -> !one.requirement().namesVersions())
            .map(one -> UNTOLD + one.words())
            .findFirst()
            .orElse(null);
  }

  /** Section 2.1: a package in a version that is new enough. */
  Answer atLeast(Requirement minimum, Version least) {
    String wrong = unusable();
    if (wrong != null) {
      return Answer.fail(wrong);
    }
    List<Asked> asked = asked(minimum.name());
    List<Resolved> resolved = resolved(minimum.name(), asked);
    if (asked.isEmpty() && resolved.isEmpty()) {
      return Answer.fail("no file names " + minimum.name());
    }
    Evidence evidence = evidence(asked, resolved);
    for (Resolved one : resolved) {
      if (one.version().compareTo(least) < 0) {
        return Answer.fail(one.version() + " (" + one.where() + ")", evidence);
      }
    }
    String untold = untold(minimum.name(), asked);
    if (untold != null) {
      return Answer.unknown(untold, evidence);
    }
    if (resolved.isEmpty()) {
      for (Asked one : asked) {
        Version floor = one.requirement().versions().floor();
        if (floor == null || floor.compareTo(least) < 0) {
          return Answer.fail(
              "not pinned, and " + one.requirement().text() + " admits older ones", evidence);
        }
      }
    }
    for (String extra : minimum.extras()) {
      if (!hasExtra(minimum.name(), extra, asked)) {
        return Answer.fail("without its extra " + extra, evidence);
      }
    }
    return Answer.pass(
        resolved.isEmpty()
            ? "not pinned, " + asked.getFirst().requirement().text()
            : resolved.getFirst().version() + " (" + resolved.getFirst().where() + ")",
        evidence);
  }

  private boolean hasExtra(String name, String extra, List<Asked> asked) {
    LockFile locked = lock.value();
    if (locked != null) {
      return locked.wantsExtra(name, extra);
    }
    String mark = MARK_OF_EXTRA.getOrDefault(extra, "");
    return asked.stream().anyMatch(one -> one.requirement().extras().contains(extra))
        || !asked(mark).isEmpty();
  }

  private List<Asked> asked(String name) {
    List<Asked> asked = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    Stream.of(of(exported), of(wanted), ofProject())
        .flatMap(List::stream)
        .filter(one -> one.requirement().name().equals(name))
        .filter(one -> seen.add(one.where()) || one.where().equals(project.name()))
        .forEach(asked::add);
    return asked;
  }

  private static List<Asked> of(Parsed<RequirementsFile> file) {
    RequirementsFile read = file.value();
    return read == null
        ? List.of()
        : read.inProduction().stream()
            .map(one -> new Asked(one.requirement(), one.where()))
            .toList();
  }

  private List<Asked> ofProject() {
    ProjectFile read = project.value();
    return read == null
        ? List.of()
        : read.dependencies().stream()
            .filter(Requirement::inProduction)
            .map(one -> new Asked(one, project.name()))
            .toList();
  }

  private List<Resolved> resolved(String name, List<Asked> asked) {
    List<Resolved> resolved = new ArrayList<>();
    LockFile locked = lock.value();
    if (locked != null) {
      for (LockFile.Locked one : locked.all(name)) {
        Version version = one.version();
        if (version != null) {
          resolved.add(new Resolved(version, lock.name() + ", line " + one.line()));
        }
      }
    }
    for (Asked one : asked) {
      Version pin = one.requirement().versions().pin();
      if (pin != null) {
        resolved.add(new Resolved(pin, one.where()));
      }
    }
    return resolved;
  }

  private static Evidence evidence(List<Asked> asked, List<Resolved> resolved) {
    Map<String, String> lines = new LinkedHashMap<>();
    resolved.forEach(one -> lines.put(one.where(), one.version().toString()));
    asked.forEach(one -> lines.put(one.where(), one.requirement().text()));
    StringBuilder text = new StringBuilder();
    lines.forEach((where, what) -> text.append(where).append(": ").append(what).append('\n'));
    return new Evidence("files", text.toString().stripTrailing());
  }

  /** DEP-01: what was exported is what the lock says. */
  Answer exportedAsLocked() {
    LockFile locked = lock.value();
    RequirementsFile pins = exported.value();
    if (locked == null) {
      return Answer.fail(lock.wrong());
    }
    if (pins == null) {
      return Answer.fail(exported.wrong());
    }
    Map<String, Set<String>> should = locked.production();
    Map<String, Set<String>> is = new TreeMap<>();
    Set<String> here = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    List<String> untold = new ArrayList<>();
    for (RequirementsFile.Entry entry : pins.entries()) {
      Requirement one = entry.requirement();
      Version pin = one.versions().pin();
      if (one.inProduction()) {
        here.add(one.name());
        if (!one.namesVersions()) {
          untold.add(new Asked(one, entry.where()).words());
        } else if (pin == null) {
          wrong.add(one.name() + " is not pinned (" + entry.where() + ")");
        }
      } else if (!should.containsKey(one.name())) {
        continue; // for another platform, and the lock knows none of it
      }
      Set<String> versions = is.computeIfAbsent(one.name(), name -> new TreeSet<>());
      if (pin != null) {
        versions.add(pin.toString());
      }
    }
    should.forEach(
        (name, versions) -> {
          Set<String> pinned = is.get(name);
          if (pinned == null) {
            wrong.add(name + " " + String.join(", ", versions) + " is missing");
          } else if (!pinned.isEmpty() && !pinned.equals(versions)) {
            wrong.add(
                name
                    + " is "
                    + String.join(", ", pinned)
                    + ", locked is "
                    + String.join(", ", versions));
          }
        });
    locked.installed().keySet().stream()
        .filter(name -> is.containsKey(name) && !here.contains(name))
        .forEach(name -> wrong.add(name + " is pinned for other platforms alone"));
    is.keySet().stream()
        .filter(name -> !should.containsKey(name))
        .forEach(name -> wrong.add(name + " is not in the lock's production set"));
    if (wrong.isEmpty() && !untold.isEmpty()) {
      return Answer.unknown(UNTOLD + untold.getFirst() + more(untold, 1));
    }
    if (wrong.isEmpty()) {
      return Answer.pass(should.size() + " packages, as locked");
    }
    List<String> told = wrong.stream().limit(MOST_TOLD).toList();
    return Answer.fail(
        String.join("; ", told) + more(wrong, told.size()),
        new Evidence("differences", String.join("\n", wrong)));
  }

  private static String more(List<String> all, int told) {
    return all.size() > told ? "; " + (all.size() - told) + " more" : "";
  }

  /** From 3.0 fastmcp reads no auth variables: a server that relies on them answers anybody. */
  Answer fastmcpBelow(Version breaking) {
    String wrong = unusable();
    if (wrong != null) {
      return Answer.fail(wrong);
    }
    List<Asked> asked = asked("fastmcp");
    List<Resolved> resolved = resolved("fastmcp", asked);
    if (asked.isEmpty() && resolved.isEmpty()) {
      return Answer.fail("no file names fastmcp");
    }
    Evidence evidence = evidence(asked, resolved);
    for (Resolved one : resolved) {
      if (one.version().compareTo(breaking) >= 0) {
        return Answer.fail(
            one.version() + " ignores the FASTMCP_SERVER_AUTH variables (" + one.where() + ")",
            evidence);
      }
    }
    for (Asked one : asked) {
      boolean told = one.requirement().namesVersions();
      if (told && one.requirement().versions().admitsFrom(breaking)) {
        return Answer.fail(one.words() + " admits " + breaking + " or later", evidence);
      }
    }
    String untold = untold("fastmcp", asked);
    if (untold != null) {
      return Answer.unknown(untold, evidence);
    }
    return Answer.pass("bounded below " + breaking, evidence);
  }

  /** The lock holds what the project asks for. */
  Answer lockFitsProject() {
    LockFile locked = lock.value();
    ProjectFile read = project.value();
    if (locked == null || read == null) {
      return Answer.fail(locked == null ? lock.wrong() : project.wrong());
    }
    List<Asked> asked = ofProject();
    List<String> wrong = new ArrayList<>();
    List<String> untold = new ArrayList<>();
    String contradiction = contradiction(asked);
    if (contradiction != null) {
      wrong.add(contradiction);
    }
    for (Asked it : asked) {
      Requirement one = it.requirement();
      List<LockFile.Locked> found = locked.all(one.name());
      if (found.isEmpty()) {
        wrong.add(one.name() + " is not locked");
      } else if (!one.namesVersions()) {
        untold.add(it.words());
      }
      for (LockFile.Locked each : found) {
        Version version = each.version();
        if (version != null && one.namesVersions() && !one.versions().admits(version)) {
          wrong.add(one.text() + ", locked is " + version + " (line " + each.line() + ")");
        }
      }
    }
    if (!wrong.isEmpty()) {
      return Answer.fail(String.join("; ", wrong));
    }
    return untold.isEmpty()
        ? Answer.pass(asked.size() + " of " + asked.size() + " fit")
        : Answer.unknown(UNTOLD + untold.getFirst() + more(untold, 1));
  }
}
