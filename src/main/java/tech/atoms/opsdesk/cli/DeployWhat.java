package tech.atoms.opsdesk.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.deploy.Wanted;

/** What is deployed: mixed into the commands that deploy. */
final class DeployWhat {
  private static final int LONGEST = 24 * 60;

  @ArgGroup @Nullable Source source;

  @Option(
      names = "--commit",
      paramLabel = "SHA",
      defaultValue = "",
      description = "With --ref: this commit of it (default: the newest).")
  String commit = "";

  @Option(
      names = "--watch",
      paramLabel = "MINUTES",
      defaultValue = "5",
      description = "How long the metrics are watched afterwards, 0 to 1440 (default 5).")
  int watch = 5;

  /** What it is made from; one of them. */
  static final class Source {
    @Option(
        names = "--ref",
        paramLabel = "REF",
        description = "A branch or tag (default: the branch of the live deployment).")
    @Nullable String ref;

    @Option(
        names = "--from",
        paramLabel = "DEPLOYMENT",
        description = "Build this deployment anew: a version or an id.")
    @Nullable String from;

    @Option(
        names = "--files",
        paramLabel = "DIR",
        description = "Deploy the files of this directory.")
    @Nullable Path files;
  }

  /** As a plan's target. */
  String target() {
    if (watch < 0 || watch > LONGEST) {
      throw new WrongUse(
          new Problem(
              "The metrics cannot be watched for so long",
              watch + " min",
              "it must be 0 to " + LONGEST,
              "Give --watch within these"));
    }
    Duration time = Duration.ofMinutes(watch);
    Source given = source;
    if (!commit.isEmpty() && (given == null || given.ref == null)) {
      throw new WrongUse(
          new Problem(
              "A commit alone names nothing to deploy",
              commit,
              "the platform builds a commit of a branch or tag",
              "Give --ref with --commit"));
    }
    if (given == null) {
      return Wanted.proposed(time).target();
    }
    if (given.from != null) {
      return Wanted.deployment(given.from, time).target();
    }
    if (given.files != null) {
      return Wanted.files(given.files, time).target();
    }
    return Wanted.ref(given.ref == null ? "" : given.ref, commit, time).target();
  }
}
