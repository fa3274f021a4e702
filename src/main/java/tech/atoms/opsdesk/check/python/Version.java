package tech.atoms.opsdesk.check.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * A version of a Python package, ordered as PEP 440 says: epoch, release, pre-, post-, development
 * release, local part. Two spellings of one version are equal.
 */
public final class Version implements Comparable<Version> {
  private static final int LONGEST = 200;

  private static final Pattern FORM =
      Pattern.compile(
          "v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
              + "(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?"
              + "(?:-(?<postBare>[0-9]+)|(?<post>[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?))?"
              + "(?:(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?))?"
              + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?",
          Pattern.CASE_INSENSITIVE);

  private final BigInteger epoch;
  private final List<BigInteger> release;
  private final String pre;
  private final BigInteger preNumber;
  private final @Nullable BigInteger post;
  private final @Nullable BigInteger dev;
  private final List<String> local;

  private Version(
      BigInteger epoch,
      List<BigInteger> release,
      String pre,
      BigInteger preNumber,
      @Nullable BigInteger post,
      @Nullable BigInteger dev,
      List<String> local) {
    this.epoch = epoch;
    this.release = release;
    this.pre = pre;
    this.preNumber = preNumber;
    this.post = post;
    this.dev = dev;
    this.local = local;
  }

  /**
   * Reads a version.
   *
   * @throws Malformed where it is none
   */
  public static Version parse(String text) throws Malformed {
    String plain = text.strip();
    Matcher form = FORM.matcher(plain);
    if (plain.length() > LONGEST || !form.matches()) {
      throw new Malformed(0, "'" + plain + "' is no version");
    }
    List<BigInteger> release = new ArrayList<>();
    for (String part : form.group("release").split("\\.", -1)) {
      release.add(new BigInteger(part));
    }
    String post = form.group("postBare");
    String local = form.group("local");
    return new Version(
        number(form.group("epoch")),
        List.copyOf(release),
        preWord(form.group("pre")),
        number(form.group("preNumber")),
        post != null
            ? new BigInteger(post)
            : form.group("post") == null ? null : number(form.group("postNumber")),
        form.group("dev") == null ? null : number(form.group("devNumber")),
        local == null ? List.of() : List.of(local.toLowerCase(Locale.ROOT).split("[-_.]", -1)));
  }

  /** A version that stands in the program; for constants. */
  static Version of(String text) {
    try {
      return parse(text);
    } catch (Malformed e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static BigInteger number(@Nullable String digits) {
    return digits == null ? BigInteger.ZERO : new BigInteger(digits);
  }

  private static String preWord(@Nullable String word) {
    return word == null
        ? ""
        : switch (word.toLowerCase(Locale.ROOT)) {
          case "a", "alpha" -> "a";
          case "b", "beta" -> "b";
          default -> "rc";
        };
  }

  /** Numbers of the release, e.g. 2, 13, 0. */
  List<BigInteger> release() {
    return release;
  }

  BigInteger epoch() {
    return epoch;
  }

  /** "a", "b" or "rc"; empty: it is no pre-release but perhaps a development one. */
  String pre() {
    return pre;
  }

  BigInteger preNumber() {
    return preNumber;
  }

  @Nullable BigInteger post() {
    return post;
  }

  @Nullable BigInteger dev() {
    return dev;
  }

  boolean isPre() {
    return !pre.isEmpty() || dev != null;
  }

  boolean isPost() {
    return post != null;
  }

  boolean isLocal() {
    return !local.isEmpty();
  }

  /** The same without its local part. */
  Version withoutLocal() {
    return new Version(epoch, release, pre, preNumber, post, dev, List.of());
  }

  /** The same with another release. */
  Version releasing(List<BigInteger> numbers) {
    return new Version(epoch, List.copyOf(numbers), pre, preNumber, post, dev, local);
  }

  /** The same as such a pre-release. */
  Version preceded(String word, BigInteger number) {
    return new Version(epoch, release, word, number, post, dev, local);
  }

  /** The same as such a post-release. */
  Version posted(BigInteger number) {
    return new Version(epoch, release, pre, preNumber, number, dev, local);
  }

  /** The same as such a development release; null: as none. */
  Version developing(@Nullable BigInteger number) {
    return new Version(epoch, release, pre, preNumber, post, number, local);
  }

  /** The same release, and nothing after it. */
  Version base() {
    return new Version(epoch, release, "", BigInteger.ZERO, null, null, List.of());
  }

  /** A number of the release; 0 beyond its end. */
  BigInteger at(int index) {
    return index < release.size() ? release.get(index) : BigInteger.ZERO;
  }

  @Override
  public int compareTo(Version other) {
    int order = epoch.compareTo(other.epoch);
    for (int i = 0; order == 0 && i < Math.max(release.size(), other.release.size()); i++) {
      order = at(i).compareTo(other.at(i));
    }
    if (order == 0) {
      order = Integer.compare(preRank(), other.preRank());
    }
    if (order == 0) {
      order = preNumber.compareTo(other.preNumber);
    }
    if (order == 0) {
      order = orNone(post, -1).compareTo(orNone(other.post, -1));
    }
    if (order == 0) {
      // A version is later than its development releases.
      order = Boolean.compare(dev == null, other.dev == null);
    }
    if (order == 0) {
      order = orNone(dev, 0).compareTo(orNone(other.dev, 0));
    }
    return order == 0 ? compareLocal(other) : order;
  }

  /** A development release of the final one comes before every pre-release, a final one after. */
  private int preRank() {
    return switch (pre) {
      case "a" -> 1;
      case "b" -> 2;
      case "rc" -> 3;
      default -> post == null && dev != null ? 0 : 4;
    };
  }

  private static BigInteger orNone(@Nullable BigInteger number, int none) {
    return number == null ? BigInteger.valueOf(none) : number;
  }

  private int compareLocal(Version other) {
    for (int i = 0; i < Math.min(local.size(), other.local.size()); i++) {
      String mine = local.get(i);
      String its = other.local.get(i);
      boolean number =
          Character.isDigit(mine.charAt(0)) && mine.chars().allMatch(Character::isDigit);
      boolean itsNumber = its.chars().allMatch(Character::isDigit);
      int order =
          number && itsNumber
              ? new BigInteger(mine).compareTo(new BigInteger(its))
              : number != itsNumber ? Boolean.compare(number, itsNumber) : mine.compareTo(its);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(local.size(), other.local.size());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Version version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    int end = release.size();
    while (end > 0 && release.get(end - 1).signum() == 0) {
      end--;
    }
    return java.util.Objects.hash(epoch, release.subList(0, end), pre, preNumber, post, dev);
  }

  /** In the normal form of PEP 440. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (epoch.signum() > 0) {
      text.append(epoch).append('!');
    }
    text.append(
        release.stream()
            .map(BigInteger::toString)
            .collect(java.util.stream.Collectors.joining(".")));
    if (!pre.isEmpty()) {
      text.append(pre).append(preNumber);
    }
    if (post != null) {
      text.append(".post").append(post);
    }
    if (dev != null) {
      text.append(".dev").append(dev);
    }
    if (!local.isEmpty()) {
      text.append('+').append(String.join(".", local));
    }
    return text.toString();
  }
}
