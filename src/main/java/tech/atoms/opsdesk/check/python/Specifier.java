package tech.atoms.opsdesk.check.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * Which versions are wanted, as PEP 440 writes it, e.g. {@code >=2.12.2,<3}. All clauses must hold;
 * no clause: every version.
 */
public final class Specifier {
  private static final int LONGEST = 2_000;

  /** Of more clauses nobody wants to know whether they contradict each other. */
  private static final int MOST_JUDGED = 50;

  private static final Pattern CLAUSE = Pattern.compile("(~=|===|==|!=|<=|>=|<|>)\\s*(\\S+)");

  /** Every version is wanted. */
  public static final Specifier ANY = new Specifier(List.of());

  private final List<Clause> clauses;

  private Specifier(List<Clause> clauses) {
    this.clauses = List.copyOf(clauses);
  }

  /**
   * One clause.
   *
   * @param operator e.g. "&gt;="
   * @param text as written
   * @param version its version; null for "===" with a text that no version is called
   * @param any whether it ends in ".*"
   */
  private record Clause(String operator, String text, @Nullable Version version, boolean any) {
    boolean admits(Version candidate) {
      Version wanted = version;
      if (wanted == null || operator.equals("===")) {
        return isCalled(candidate, text);
      }
      Version open = candidate.withoutLocal();
      return switch (operator) {
        case "==" -> same(candidate, wanted);
        case "!=" -> !same(candidate, wanted);
        case ">=" -> open.compareTo(wanted) >= 0;
        case "<=" -> open.compareTo(wanted) <= 0;
        case "<" ->
            candidate.compareTo(wanted) < 0
                && (wanted.isPre()
                    || !candidate.isPre()
                    || !candidate.base().equals(wanted.base()));
        case ">" ->
            open.compareTo(wanted) > 0
                && (wanted.isPost()
                    || !candidate.isPost()
                    || !candidate.base().equals(wanted.base()));
        default ->
            open.compareTo(wanted) >= 0 && begins(candidate, wanted, wanted.release().size() - 1);
      };
    }

    /** Compared as texts: 1.0 is not 1.0.0, and none is called v1.0. */
    private static boolean isCalled(Version candidate, String text) {
      return candidate.toString().equals(text.toLowerCase(Locale.ROOT));
    }

    private boolean pins() {
      return version != null && (operator.equals("===") || (operator.equals("==") && !any));
    }

    private boolean same(Version candidate, Version wanted) {
      if (any) {
        return begins(candidate, wanted, wanted.release().size());
      }
      return (wanted.isLocal() ? candidate : candidate.withoutLocal()).equals(wanted);
    }

    private static boolean begins(Version candidate, Version wanted, int numbers) {
      if (!candidate.epoch().equals(wanted.epoch())) {
        return false;
      }
      for (int i = 0; i < numbers; i++) {
        if (!candidate.at(i).equals(wanted.at(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads clauses that commas separate.
   *
   * @throws Malformed where one is none
   */
  public static Specifier parse(String text) throws Malformed {
    if (text.length() > LONGEST) {
      throw new Malformed(0, "a list of versions of " + text.length() + " characters");
    }
    List<Clause> clauses = new ArrayList<>();
    String[] parts = text.strip().split(",", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.isEmpty() && i == parts.length - 1) {
        continue; // nothing at all, or a comma at the end, which pip allows
      }
      clauses.add(clause(part));
    }
    return new Specifier(clauses);
  }

  private static Clause clause(String part) throws Malformed {
    Matcher matcher = CLAUSE.matcher(part);
    if (!matcher.matches()) {
      throw new Malformed(0, "'" + part + "' is no version clause, such as >=2.12.2");
    }
    String operator = matcher.group(1);
    String text = matcher.group(2);
    if (operator.equals("===")) {
      return new Clause(operator, text, called(text), false);
    }
    boolean any = text.endsWith(".*");
    if (any && !operator.equals("==") && !operator.equals("!=")) {
      throw new Malformed(0, "'" + part + "': .* goes with == and != alone");
    }
    Version version = Version.parse(any ? text.substring(0, text.length() - 2) : text);
    if (version.isLocal() && (any || !(operator.equals("==") || operator.equals("!=")))) {
      throw new Malformed(0, "'" + part + "': a local part goes with == and != alone");
    }
    if (any && (version.isPre() || version.isPost())) {
      throw new Malformed(0, "'" + part + "': .* goes with a release alone");
    }
    if (operator.equals("~=") && version.release().size() < 2) {
      throw new Malformed(0, "'" + part + "': ~= needs two numbers at least");
    }
    return new Clause(operator, text, version, any);
  }

  /** The version whose normal form a text is; null where it is none's. */
  private static @Nullable Version called(String text) {
    try {
      Version version = Version.parse(text);
      return Clause.isCalled(version, text) ? version : null;
    } catch (Malformed e) {
      return null;
    }
  }

  /** What all of them admit. */
  public static Specifier all(Collection<Specifier> lists) {
    Set<Clause> clauses = new LinkedHashSet<>();
    lists.forEach(one -> clauses.addAll(one.clauses));
    return new Specifier(List.copyOf(clauses));
  }

  /**
   * The text after {@code ===} that is no version's normal form: nobody can say which version it
   * is, or whether it is new enough. Null where there is none.
   */
  public @Nullable String arbitrary() {
    return clauses.stream()
        .filter(clause -> clause.version() == null)
        .map(Clause::text)
        .findFirst()
        .orElse(null);
  }

  /** Whether the clauses contradict each other, e.g. {@code >=2,<1}: no version satisfies them. */
  public boolean admitsNothing() {
    if (clauses.size() > MOST_JUDGED || arbitrary() != null) {
      return false;
    }
    List<Version> bounds = clauses.stream().map(Clause::version).filter(Objects::nonNull).toList();
    return Nearby.of(bounds).noneMatch(this::admits);
  }

  /** Whether a version is wanted. Pre-releases count like any other. */
  public boolean admits(Version version) {
    return clauses.stream().allMatch(clause -> clause.admits(version));
  }

  /** Whether this version or a later one is wanted, a pre-release of it among them. */
  public boolean admitsFrom(Version version) {
    Version first = version.base().developing(BigInteger.ZERO);
    Specifier later = new Specifier(List.of(new Clause(">=", first.toString(), first, false)));
    return arbitrary() == null && !all(List.of(this, later)).admitsNothing();
  }

  /** The one version that is wanted; null where there may be several. */
  public @Nullable Version pin() {
    for (Clause clause : clauses) {
      if (clause.pins()) {
        return clause.version();
      }
    }
    return null;
  }

  /** The lowest bound that is written; null where there is none. */
  public @Nullable Version floor() {
    Version floor = null;
    for (Clause clause : clauses) {
      Version version = clause.version();
      boolean bounds = List.of("===", "==", ">=", ">", "~=").contains(clause.operator());
      if (version != null && bounds && (floor == null || version.compareTo(floor) > 0)) {
        floor = version;
      }
    }
    return floor;
  }

  /** As it is written, without spaces; empty where every version is wanted. */
  @Override
  public String toString() {
    return clauses.stream()
        .map(clause -> clause.operator() + clause.text())
        .collect(java.util.stream.Collectors.joining(","));
  }
}
