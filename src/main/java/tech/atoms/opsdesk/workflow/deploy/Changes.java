package tech.atoms.opsdesk.workflow.deploy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.python.LockFile;
import tech.atoms.opsdesk.check.source.Difference;
import tech.atoms.opsdesk.check.source.Malformed;
import tech.atoms.opsdesk.common.Few;

/** What a deployment changes against the commit that is live, in words. */
final class Changes {
  /** Names of the facts, in order. */
  static final String COMMITS = "commits";

  static final String FILES = "files";
  static final String DEPENDENCIES = "dependencies";
  static final String CONFIG = "vercel.json";

  /** Lists the new ones. */
  static final String MIGRATIONS = "migrations";

  /** Value of a fact where there is nothing. */
  static final String NONE = "none";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LOCK = "uv.lock";
  private static final Pattern PACKAGES =
      Pattern.compile("(?:.*/)?(?:requirements[^/]*\\.txt|pyproject\\.toml|uv\\.lock)");
  private static final Pattern MIGRATION =
      Pattern.compile("supabase/migrations/([0-9]+)_[^/]*\\.sql");

  private final Commits commits;
  private final String from;
  private final String to;

  /**
   * A comparison.
   *
   * @param from commit that is live
   * @param to commit that is deployed
   */
  Changes(Commits commits, String from, String to) {
    this.commits = commits;
    this.from = from;
    this.to = to;
  }

  /** Puts what is found to the facts, and what a person should know to the warnings. */
  void tell(Map<String, String> facts, List<String> warnings) {
    Difference difference;
    try {
      difference = commits.between(from, to);
    } catch (Unanswerable e) {
      facts.put(COMMITS, "not known: " + e.problem().why());
      warnings.add("What it changes is not known: " + e.problem().next());
      warnings.add(Planning.NO_MIGRATIONS);
      return;
    }
    facts.put(COMMITS, commits(difference));
    facts.put(FILES, files(difference));
    List<String> migrations = migrations(difference);
    facts.put(MIGRATIONS, migrations.isEmpty() ? NONE : String.join(", ", migrations));
    facts.put(DEPENDENCIES, dependencies(difference));
    facts.put(CONFIG, config(difference));
    if (difference.behind() > 0) {
      warnings.add(
          "It leaves out "
              + counted(difference.behind(), "commit")
              + " of what is live: that goes back");
    }
    if (!migrations.isEmpty()) {
      warnings.add(
          "It brings migrations of the database, which the desk does not apply: apply them before"
              + " go");
    }
  }

  /** The versions of new migrations, of a plan's facts; empty where there are none. */
  static List<String> migrations(Map<String, String> facts) {
    String told = facts.getOrDefault(MIGRATIONS, NONE);
    return told.equals(NONE) ? List.of() : List.of(told.split(", ", -1));
  }

  private String commits(Difference difference) {
    if (difference.ahead() == 0 && difference.behind() == 0) {
      return "none: the same as live";
    }
    return difference.ahead()
        + " new, "
        + Commits.shortly(from)
        + " to "
        + Commits.shortly(to)
        + (difference.behind() == 0 ? "" : "; without " + difference.behind() + " of live");
  }

  private static String files(Difference difference) {
    return difference.files().isEmpty()
        ? "none changed"
        : "%d changed, +%d -%d"
            .formatted(difference.files().size(), difference.added(), difference.removed());
  }

  private static List<String> migrations(Difference difference) {
    List<String> versions = new ArrayList<>();
    for (Difference.Changed file : difference.files()) {
      Matcher migration = MIGRATION.matcher(file.path());
      if (file.kind() == Difference.Kind.ADDED && migration.matches()) {
        versions.add(migration.group(1));
      }
    }
    return versions;
  }

  private String dependencies(Difference difference) {
    List<String> changed =
        difference.files().stream()
            .map(Difference.Changed::path)
            .filter(path -> PACKAGES.matcher(path).matches())
            .toList();
    if (changed.isEmpty()) {
      return "the same";
    }
    if (changed.contains(LOCK)) {
      try {
        List<String> packages = packages(locked(from), locked(to));
        if (!packages.isEmpty()) {
          return Few.of(packages);
        }
      } catch (Malformed e) {
        return LOCK + " cannot be read: " + e.getMessage();
      }
    }
    return "changed: " + Few.of(changed);
  }

  private Map<String, String> locked(String commit) throws Malformed {
    String text = commits.file(commit, LOCK);
    Map<String, String> versions = new TreeMap<>();
    if (text != null) {
      for (LockFile.Locked one : LockFile.parse(text).packages()) {
        if (!one.local() && one.inProduction()) {
          versions.put(one.name(), String.valueOf(one.version()));
        }
      }
    }
    return versions;
  }

  private static List<String> packages(Map<String, String> was, Map<String, String> is) {
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    List<String> all = new ArrayList<>();
    for (String name : names) {
      String old = was.get(name);
      String now = is.get(name);
      if (old == null) {
        all.add("+ " + name + " " + now);
      } else if (now == null) {
        all.add("- " + name + " " + old);
      } else if (!old.equals(now)) {
        all.add(name + " " + old + " to " + now);
      }
    }
    return all;
  }

  private String config(Difference difference) {
    if (difference.files().stream().noneMatch(file -> file.path().equals(CONFIG))) {
      return "the same";
    }
    JsonNode was = json(commits.file(from, CONFIG));
    JsonNode is = json(commits.file(to, CONFIG));
    if (was == null || is == null) {
      return is == null ? "gone, or no JSON" : "new";
    }
    TreeSet<String> names = new TreeSet<>();
    was.fieldNames().forEachRemaining(names::add);
    is.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> Objects.equals(was.get(name), is.get(name)));
    return names.isEmpty() ? "the same" : "changed: " + Few.of(List.copyOf(names));
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    try {
      return text == null ? null : JSON.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
