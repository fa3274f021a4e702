package tech.atoms.opsdesk.workflow.deploy;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What is to be deployed, in a form that a plan's target holds.
 *
 * @param from what it is made from
 * @param name a branch or tag, a deployment's id or version, or a directory
 * @param commit of a branch or tag: which; empty: the newest
 * @param watch how long the metrics are watched afterwards; zero: not at all
 */
public record Wanted(From from, String name, String commit, Duration watch) {
  /** Unless something else is said. */
  public static final Duration USUAL_WATCH = Duration.ofMinutes(5);

  private static final String WATCH = "watch";
  private static final String COMMIT = "commit";

  /** What a deployment is made from. */
  public enum From {
    /** A branch or tag of the repository that the project is linked with. */
    REF,
    /** Another deployment, built anew. */
    DEPLOYMENT,
    /** The files of a directory of this machine. */
    FILES;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a branch or tag. */
  public static Wanted ref(String ref, String commit, Duration watch) {
    return new Wanted(From.REF, ref, commit, watch);
  }

  /** Of another deployment. */
  public static Wanted deployment(String idOrVersion, Duration watch) {
    return new Wanted(From.DEPLOYMENT, idOrVersion, "", watch);
  }

  /** Of a directory. */
  public static Wanted files(Path directory, Duration watch) {
    return new Wanted(From.FILES, directory.toAbsolutePath().normalize().toString(), "", watch);
  }

  /** Whatever the workflow proposes. */
  public static Wanted proposed(Duration watch) {
    return ref("", "", watch);
  }

  /** As a plan's target. */
  public String target() {
    return from.word()
        + "="
        + URLEncoder.encode(name, StandardCharsets.UTF_8)
        + (commit.isEmpty() ? "" : "&" + COMMIT + "=" + commit)
        + "&"
        + WATCH
        + "="
        + watch.toSeconds();
  }

  /**
   * Reads a plan's target.
   *
   * @throws ProblemException where it is none
   */
  static Wanted parse(String target) {
    if (target.isEmpty()) {
      return proposed(USUAL_WATCH);
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : target.split("&", -1)) {
      int at = part.indexOf('=');
      if (at > 0) {
        parts.put(
            part.substring(0, at),
            URLDecoder.decode(part.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    try {
      Duration watch =
          Duration.ofSeconds(
              Long.parseLong(parts.getOrDefault(WATCH, Long.toString(USUAL_WATCH.toSeconds()))));
      for (From from : From.values()) {
        String name = parts.get(from.word());
        if (name != null) {
          return new Wanted(from, name, parts.getOrDefault(COMMIT, ""), watch);
        }
      }
    } catch (NumberFormatException e) {
      throw unreadable(target, e);
    }
    throw unreadable(target, null);
  }

  private static ProblemException unreadable(String target, @Nullable Exception cause) {
    return new ProblemException(
        new Problem(
            "It is not clear what to deploy",
            target,
            "it names no branch, deployment or directory",
            "Name one; see 'opsdesk deploy plan --help'"),
        cause);
  }

  /** For people, e.g. "main". */
  String label() {
    return from == From.FILES ? String.valueOf(Path.of(name).getFileName()) : name;
  }
}
