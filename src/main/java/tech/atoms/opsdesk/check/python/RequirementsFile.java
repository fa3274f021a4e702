package tech.atoms.opsdesk.check.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * A requirements file as pip reads it: continuation lines, comments, hashes, {@code -r} and {@code
 * -c} to other files.
 *
 * @param entries packages that are wanted, in order
 * @param constraints versions that are allowed where a package is wanted anyway
 */
public record RequirementsFile(List<Entry> entries, List<Entry> constraints) {
  private static final int MOST_ENTRIES = 50_000;
  private static final int MOST_OF_ONE = 100;
  private static final int DEEPEST = 20;
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
  private static final Pattern PER_REQUIREMENT =
      Pattern.compile("\\s--(?:hash|config-settings?|global-option)[ =]\\S*");
  private static final Pattern DIRECT =
      Pattern.compile("(?:[a-z+]+:|\\.{0,2}/).*|[^\\s@]+\\.(?:whl|tar\\.gz|zip)");

  /** A source that names its package: {@code #egg=fastmcp}. */
  private static final Pattern EGG =
      Pattern.compile("[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]{0,200}(?:\\[[^\\]]{0,1000}])?)");

  /** An archive is called after its package. */
  private static final Pattern ARCHIVE =
      Pattern.compile(
          "(?:^|/)([A-Za-z0-9][A-Za-z0-9._-]{0,200}?)-[0-9][^/\\s]*\\.(?:whl|tar\\.gz|zip)");

  /** Options that take a value and say nothing about packages. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-i",
          "--index-url",
          "--extra-index-url",
          "-f",
          "--find-links",
          "--no-binary",
          "--only-binary",
          "--trusted-host",
          "--use-feature");

  private static final Set<String> ALONE =
      Set.of("--no-index", "--pre", "--prefer-binary", "--require-hashes");

  /** Copies the lists. */
  public RequirementsFile {
    entries = List.copyOf(entries);
    constraints = List.copyOf(constraints);
  }

  /**
   * A package that is wanted.
   *
   * @param requirement which
   * @param file where it is written
   * @param line in that file, from 1
   */
  public record Entry(Requirement requirement, String file, int line) {
    private Entry within(List<Specifier> limits) {
      return limits.isEmpty()
          ? this
          : new Entry(requirement.within(Specifier.all(limits)), file, line);
    }

    /** Where it is written, for people. */
    public String where() {
      return file + ", line " + line;
    }
  }

  /** Finds files that {@code -r} and {@code -c} name. */
  @FunctionalInterface
  public interface Includes {
    /** The text of a file, relative to the checkout; null where there is none. */
    @Nullable String text(String name);
  }

  /**
   * Reads a file.
   *
   * @param name of the file
   * @param text its content
   * @param includes finds what it names
   * @throws Malformed where a line is none that pip would take
   */
  public static RequirementsFile parse(String name, String text, Includes includes)
      throws Malformed {
    Reading reading = new Reading(includes);
    reading.file(name, text, false, 0);
    return new RequirementsFile(reading.entries, reading.constraints);
  }

  /** What is wanted where the server runs, each within the constraints on its package. */
  public List<Entry> inProduction() {
    Map<String, List<Specifier>> limits = new HashMap<>();
    for (Entry constraint : constraints) {
      Requirement its = constraint.requirement();
      if (its.inProduction()) {
        limits.computeIfAbsent(its.name(), name -> new ArrayList<>()).add(its.versions());
      }
    }
    return entries.stream()
        .filter(one -> one.requirement().inProduction())
        .map(one -> one.within(limits.getOrDefault(one.requirement().name(), List.of())))
        .toList();
  }

  private static final class Reading {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> constraints = new ArrayList<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Includes includes;

    Reading(Includes includes) {
      this.includes = includes;
    }

    void file(String name, String text, boolean constraint, int depth) throws Malformed {
      if (depth > DEEPEST || !open.add(name)) {
        throw new Malformed(0, name + " includes itself");
      }
      String[] lines = text.replace("\uFEFF", "").split("\r\n|\r|\n", -1);
      StringBuilder joined = new StringBuilder();
      int begun = 0;
      for (int i = 0; i < lines.length; i++) {
        if (joined.isEmpty()) {
          begun = i + 1;
        }
        boolean goesOn = lines[i].endsWith("\\") && !lines[i].stripLeading().startsWith("#");
        joined.append(goesOn ? lines[i].substring(0, lines[i].length() - 1) : lines[i]);
        if (!goesOn || i == lines.length - 1) {
          String line = COMMENT.matcher(joined).replaceFirst("").strip();
          joined.setLength(0);
          if (!line.isEmpty()) {
            try {
              line(name, begun, line, constraint, depth);
            } catch (Malformed e) {
              throw e.line() > 0 ? e : new Malformed(begun, e.getMessage() + in(name, depth));
            }
          }
        } else {
          joined.append(' ');
        }
      }
      open.remove(name);
    }

    private static String in(String name, int depth) {
      return depth == 0 ? "" : " (in " + name + ")";
    }

    private void line(String name, int number, String line, boolean constraint, int depth)
        throws Malformed {
      if (line.startsWith("-")) {
        option(name, number, line, constraint, depth);
        return;
      }
      String plain = PER_REQUIREMENT.matcher(" " + line).replaceAll("").strip();
      if (DIRECT.matcher(plain).matches()) {
        direct(name, number, plain, constraint);
      } else {
        add(name, number, plain, constraint);
      }
    }

    /** A file or a URL: where it tells no name, it says nothing about a package. */
    private void direct(String name, int number, String source, boolean constraint)
        throws Malformed {
      Matcher egg = EGG.matcher(source);
      Matcher archive = ARCHIVE.matcher(source);
      if (egg.find()) {
        add(name, number, egg.group(1) + " @ " + source, constraint);
      } else if (archive.find()) {
        add(name, number, archive.group(1) + " @ " + source, constraint);
      }
    }

    private void add(String name, int number, String plain, boolean constraint) throws Malformed {
      List<Entry> list = constraint ? constraints : entries;
      if (list.size() >= MOST_ENTRIES) {
        throw new Malformed(0, "more than " + MOST_ENTRIES + " requirements");
      }
      Entry entry = new Entry(Requirement.parse(plain), name, number);
      String its = (constraint ? "-c " : "") + entry.requirement().name();
      if (lines.merge(its, 1, Integer::sum) > MOST_OF_ONE) {
        throw new Malformed(
            0, "more than " + MOST_OF_ONE + " lines name " + entry.requirement().name());
      }
      list.add(entry);
    }

    private void option(String name, int number, String line, boolean constraint, int depth)
        throws Malformed {
      String[] parts = line.split("[\\s=]+", 2);
      String option = parts[0];
      String value = parts.length > 1 ? parts[1].strip() : "";
      // The value of a short option may follow at once.
      for (String glued : List.of("-r", "-c", "-e", "-i", "-f")) {
        if (option.startsWith(glued) && option.length() > 2 && option.charAt(1) != '-') {
          value = line.substring(2).strip();
          option = glued;
        }
      }
      switch (option) {
        case "-r", "--requirement" -> include(name, value, constraint, depth);
        case "-c", "--constraint" -> include(name, value, true, depth);
        case "-e", "--editable" -> editable(name, number, line, value, constraint);
        default -> {
          boolean known =
              ALONE.contains(option) || (WITH_VALUE.contains(option) && !value.isEmpty());
          if (!known) {
            throw new Malformed(0, "pip knows no line '" + line + "'");
          }
        }
      }
    }

    private void editable(String name, int number, String line, String value, boolean constraint)
        throws Malformed {
      if (value.isEmpty()) {
        throw new Malformed(0, "pip knows no line '" + line + "'");
      }
      direct(name, number, value, constraint);
    }

    private void include(String from, String value, boolean constraint, int depth)
        throws Malformed {
      int slash = from.lastIndexOf('/');
      String name = (slash < 0 ? "" : from.substring(0, slash + 1)) + value;
      String text = value.isEmpty() ? null : includes.text(name);
      if (text == null) {
        throw new Malformed(0, "there is no file '" + value + "' to include");
      }
      file(name, text, constraint, depth + 1);
    }
  }
}
