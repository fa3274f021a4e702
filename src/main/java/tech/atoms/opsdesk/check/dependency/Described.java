package tech.atoms.opsdesk.check.dependency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.python.LockFile;
import tech.atoms.opsdesk.check.python.ProjectFile;
import tech.atoms.opsdesk.check.python.Requirement;
import tech.atoms.opsdesk.check.python.RequirementsFile;
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

  /** A requirement, and where it is written. */
  private record Asked(Requirement requirement, String where) {}

  /** A version that is installed, and where that is written. */
  private record Resolved(Version version, String where) {}

  /** Why nothing can be judged: a file that is there and wrong; null where none is. */
  private @Nullable String malformed() {
    for (Parsed<?> one : List.of(lock, exported, wanted, project)) {
      if (one.malformed()) {
        return one.wrong();
      }
    }
    return null;
  }

  /** Section 2.1: a package in a version that is new enough. */
  Answer atLeast(Requirement minimum, Version least) {
    String wrong = malformed();
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
    for (Parsed<RequirementsFile> file : List.of(exported, wanted)) {
      RequirementsFile read = file.value();
      if (read == null) {
        continue;
      }
      for (RequirementsFile.Entry entry : read.entries()) {
        Requirement one = entry.requirement();
        if (one.name().equals(name) && one.inProduction() && seen.add(entry.where())) {
          asked.add(new Asked(one, entry.where()));
        }
      }
    }
    ProjectFile read = project.value();
    if (read != null) {
      read.dependencies().stream()
          .filter(one -> one.name().equals(name) && one.inProduction())
          .forEach(one -> asked.add(new Asked(one, "pyproject.toml")));
    }
    return asked;
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
    List<String> wrong = new ArrayList<>();
    for (RequirementsFile.Entry entry : pins.entries()) {
      Version pin = entry.requirement().versions().pin();
      if (pin == null && entry.requirement().url() == null) {
        wrong.add(entry.requirement().name() + " is not pinned (" + entry.where() + ")");
      }
      Set<String> versions =
          is.computeIfAbsent(entry.requirement().name(), name -> new TreeSet<>());
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
    is.keySet().stream()
        .filter(name -> !should.containsKey(name))
        .forEach(name -> wrong.add(name + " is not in the lock's production set"));
    if (wrong.isEmpty()) {
      return Answer.pass(should.size() + " packages, as locked");
    }
    List<String> told = wrong.stream().limit(MOST_TOLD).toList();
    return Answer.fail(
        String.join("; ", told)
            + (wrong.size() > told.size() ? "; " + (wrong.size() - told.size()) + " more" : ""),
        new Evidence("differences", String.join("\n", wrong)));
  }

  /** From 3.0 fastmcp reads no auth variables: a server that relies on them answers anybody. */
  Answer fastmcpBelow(Version breaking) {
    String wrong = malformed();
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
      if (one.requirement().versions().admits(breaking)) {
        return Answer.fail(
            one.requirement().text() + " admits " + breaking + " (" + one.where() + ")", evidence);
      }
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
    List<String> wrong = new ArrayList<>();
    for (Requirement one : read.dependencies()) {
      List<LockFile.Locked> found = locked.all(one.name());
      if (found.isEmpty() && one.inProduction()) {
        wrong.add(one.name() + " is not locked");
      }
      for (LockFile.Locked each : found) {
        Version version = each.version();
        if (version != null && !one.versions().admits(version)) {
          wrong.add(one.text() + ", locked is " + version + " (line " + each.line() + ")");
        }
      }
    }
    return wrong.isEmpty()
        ? Answer.pass(read.dependencies().size() + " of " + read.dependencies().size() + " fit")
        : Answer.fail(String.join("; ", wrong));
  }
}
