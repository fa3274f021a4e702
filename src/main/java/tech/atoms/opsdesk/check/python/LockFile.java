package tech.atoms.opsdesk.check.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * What {@code uv.lock} holds.
 *
 * @param packages all, in order
 */
public record LockFile(List<Locked> packages) {
  private static final int NEWEST = 1;

  /** Copies the list. */
  public LockFile {
    packages = List.copyOf(packages);
  }

  /**
   * A package that is locked.
   *
   * @param name in its normal form
   * @param version null: the project itself, or one whose version is not known before it is built
   * @param line of its table, from 1; 0: not known
   * @param local whether it is the project itself, or one of this repository
   * @param dependencies what it wants
   * @param extras what it wants besides, by extra
   */
  public record Locked(
      String name,
      @Nullable Version version,
      int line,
      boolean local,
      List<Wanted> dependencies,
      Map<String, List<Wanted>> extras) {}

  /**
   * Another package of the lock that is wanted.
   *
   * @param name in its normal form
   * @param version which of several of that name; null: there is one
   * @param extras of it that are wanted too
   */
  public record Wanted(String name, @Nullable Version version, List<String> extras) {}

  /**
   * Reads the file.
   *
   * @throws Malformed where it is no TOML, or no lock
   */
  public static LockFile parse(String text) throws Malformed {
    JsonNode root = Toml.parse(text);
    if (!root.path("version").isInt()) {
      throw new Malformed(1, "no lock of uv: it has no version");
    }
    if (root.path("version").asInt() > NEWEST) {
      throw new Malformed(
          1, "a lock of version " + root.path("version").asInt() + "; known is " + NEWEST);
    }
    List<Integer> lines = tables(text);
    List<Locked> packages = new ArrayList<>();
    for (JsonNode one : root.path("package")) {
      int index = packages.size();
      int line = index < lines.size() ? lines.get(index) : 0;
      packages.add(locked(one, line));
    }
    return new LockFile(packages);
  }

  private static Locked locked(JsonNode one, int line) throws Malformed {
    String name = one.path("name").asText("");
    if (name.isEmpty()) {
      throw new Malformed(line, "a package without a name");
    }
    JsonNode source = one.path("source");
    Map<String, List<Wanted>> extras = new LinkedHashMap<>();
    for (var extra : one.path("optional-dependencies").properties()) {
      extras.put(Requirement.normal(extra.getKey()), wanted(extra.getValue(), line));
    }
    return new Locked(
        Requirement.normal(name),
        version(one.path("version"), line),
        line,
        source.has("virtual") || source.has("editable"),
        wanted(one.path("dependencies"), line),
        extras);
  }

  private static List<Wanted> wanted(JsonNode list, int line) throws Malformed {
    List<Wanted> wanted = new ArrayList<>();
    for (JsonNode one : list) {
      String name = one.path("name").asText("");
      if (name.isEmpty()) {
        throw new Malformed(line, "a dependency without a name");
      }
      List<String> extras = new ArrayList<>();
      one.path("extra").forEach(extra -> extras.add(Requirement.normal(extra.asText())));
      wanted.add(new Wanted(Requirement.normal(name), version(one.path("version"), line), extras));
    }
    return wanted;
  }

  private static @Nullable Version version(JsonNode text, int line) throws Malformed {
    if (text.isMissingNode()) {
      return null;
    }
    try {
      return Version.parse(text.asText());
    } catch (Malformed e) {
      throw new Malformed(line, String.valueOf(e.getMessage()));
    }
  }

  private static List<Integer> tables(String text) {
    List<Integer> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.strip().equals("[[package]]")) {
        lines.add(number);
      }
    }
    return lines;
  }

  /** Every version of a package, without those of this repository. */
  public List<Locked> all(String name) {
    String normal = Requirement.normal(name);
    return packages.stream().filter(one -> one.name().equals(normal) && !one.local()).toList();
  }

  /**
   * What production installs: everything that the project itself wants, and what that wants in
   * turn, without the groups for development. Like {@code uv export --no-dev}, all platforms
   * together.
   *
   * @return versions by name
   */
  public Map<String, Set<String>> production() {
    Map<String, List<Locked>> byName = new TreeMap<>();
    packages.forEach(one -> byName.computeIfAbsent(one.name(), n -> new ArrayList<>()).add(one));
    Map<String, Set<String>> found = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    Deque<Wanted> open = new ArrayDeque<>();
    packages.stream().filter(Locked::local).forEach(root -> open.addAll(root.dependencies()));
    while (!open.isEmpty()) {
      Wanted next = open.pop();
      for (Locked one : byName.getOrDefault(next.name(), List.of())) {
        Version version = one.version();
        if (next.version() != null && !next.version().equals(version)) {
          continue;
        }
        if (!one.local() && version != null) {
          found.computeIfAbsent(one.name(), n -> new TreeSet<>()).add(version.toString());
        }
        if (seen.add(one.name() + " " + version)) {
          open.addAll(one.dependencies());
        }
        for (String extra : next.extras()) {
          if (seen.add(one.name() + " " + version + " " + extra)) {
            open.addAll(one.extras().getOrDefault(extra, List.of()));
          }
        }
      }
    }
    return found;
  }

  /** Whether the project itself asks for an extra of a package, and the lock has it. */
  public boolean wantsExtra(String name, String extra) {
    String normal = Requirement.normal(name);
    boolean asked =
        packages.stream()
            .filter(Locked::local)
            .flatMap(root -> root.dependencies().stream())
            .anyMatch(one -> one.name().equals(normal) && one.extras().contains(extra));
    return asked && all(name).stream().anyMatch(one -> one.extras().containsKey(extra));
  }
}
