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
import java.util.function.Predicate;
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
   * @param inProduction whether it is the one that is taken where the server runs, of several of
   *     its name
   * @param dependencies what it wants
   * @param extras what it wants besides, by extra
   */
  public record Locked(
      String name,
      @Nullable Version version,
      int line,
      boolean local,
      boolean inProduction,
      List<Wanted> dependencies,
      Map<String, List<Wanted>> extras) {}

  /**
   * Another package of the lock that is wanted.
   *
   * @param name in its normal form
   * @param version which of several of that name; null: there is one
   * @param extras of it that are wanted too
   * @param inProduction whether it is wanted where the server runs
   */
  public record Wanted(
      String name, @Nullable Version version, List<String> extras, boolean inProduction) {}

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
        inProduction(one.path("resolution-markers"), line),
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
      String marker = one.path("marker").asText("");
      wanted.add(
          new Wanted(
              Requirement.normal(name),
              version(one.path("version"), line),
              extras,
              marker.isEmpty() || holds(marker, line)));
    }
    return wanted;
  }

  /** Of forks of a lock, those hold one of whose conditions does. */
  private static boolean inProduction(JsonNode conditions, int line) throws Malformed {
    boolean any = conditions.isEmpty();
    for (JsonNode condition : conditions) {
      any |= holds(condition.asText(), line);
    }
    return any;
  }

  private static boolean holds(String marker, int line) throws Malformed {
    try {
      return Marker.parse(marker).holdsInProduction();
    } catch (Malformed e) {
      throw new Malformed(line, String.valueOf(e.getMessage()));
    }
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

  /**
   * Every version of a package that may be taken where the server runs, none of this repository.
   */
  public List<Locked> all(String name) {
    String normal = Requirement.normal(name);
    return packages.stream()
        .filter(one -> one.name().equals(normal) && !one.local() && one.inProduction())
        .toList();
  }

  /**
   * What production is made from: everything that the project itself wants, and what that wants in
   * turn, without the groups for development. Like {@code uv export --no-dev}, all platforms
   * together.
   *
   * @return versions by name
   */
  public Map<String, Set<String>> production() {
    return reached(any -> true, any -> true);
  }

  /** The same, for the platform alone on which the server runs. */
  public Map<String, Set<String>> installed() {
    return reached(Wanted::inProduction, Locked::inProduction);
  }

  private Map<String, Set<String>> reached(Predicate<Wanted> follow, Predicate<Locked> take) {
    Map<String, List<Locked>> byName = new TreeMap<>();
    packages.forEach(one -> byName.computeIfAbsent(one.name(), n -> new ArrayList<>()).add(one));
    Map<String, Set<String>> found = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    Deque<Wanted> open = new ArrayDeque<>();
    packages.stream().filter(Locked::local).forEach(root -> open.addAll(root.dependencies()));
    while (!open.isEmpty()) {
      Wanted next = open.pop();
      if (!follow.test(next)) {
        continue;
      }
      for (Locked one : byName.getOrDefault(next.name(), List.of())) {
        Version version = one.version();
        boolean another = next.version() != null && !next.version().equals(version);
        if (another || !take.test(one)) {
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
