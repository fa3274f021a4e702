package tech.atoms.opsdesk.workflow.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.source.Difference;
import tech.atoms.opsdesk.check.source.Remotes;
import tech.atoms.opsdesk.check.source.Repository;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Programs;

/**
 * The commits that a deployment is about, found in the checkout and at the repository that it was
 * cloned from, so that a plan binds what is built. Blocks on the disk and on the remote.
 */
final class Commits {
  private static final String ORIGIN = "origin";
  private static final int WHOLE = 40;

  private final @Nullable Path checkout;
  private @Nullable Repository read;

  /**
   * The commits of a project.
   *
   * @param checkout null where the profile names none
   */
  Commits(@Nullable Path checkout) {
    this.checkout = checkout;
  }

  /**
   * What a branch or tag stands for.
   *
   * @param commit 40 digits; empty: not known before it is built
   * @param warning what a person should know of it; empty: nothing
   */
  record Bound(String commit, String warning) {}

  /**
   * Finds the commit of a branch or tag.
   *
   * @throws ProblemException where there is no such branch, tag or commit
   */
  Bound bind(String ref, String commit) {
    Repository repository;
    try {
      repository = repository();
    } catch (Unanswerable e) {
      return new Bound(
          commit,
          commit.isEmpty()
              ? "The plan binds no commit: the newest when it is built is taken ("
                  + e.problem().why()
                  + ")"
              : "");
    }
    String remote = remote(repository);
    Remotes.Head head = head(repository, remote, ref);
    if (head.answered() && head.commit().isEmpty()) {
      throw none("There is no such branch or tag", ref, "the repository has none of that name");
    }
    try {
      if (commit.isEmpty()) {
        String known = head.commit().isEmpty() ? repository.commitOf(ref, remote) : head.commit();
        if (known.isEmpty()) {
          throw none(
              "It is not known which commit that is",
              ref,
              "the checkout knows no such branch or tag"
                  + (head.trouble().isEmpty() ? "" : ", and the repository did not answer"));
        }
        return new Bound(known, stale(head, remote));
      }
      String known = repository.commitOf(commit, null);
      if (known.isEmpty() && commit.length() < WHOLE) {
        throw none(
            "There is no such commit", commit, "the checkout has none that begins like that");
      }
      String whole = known.isEmpty() ? commit : known;
      return new Bound(whole, moved(head, whole, ref));
    } catch (IOException e) {
      throw unreadable(repository, e);
    }
  }

  /**
   * Compares two commits.
   *
   * @throws Unanswerable where the checkout is not there, or does not have both
   */
  Difference between(String from, String to) {
    Repository repository = repository();
    try {
      return Difference.between(repository, from, to);
    } catch (IOException e) {
      throw unreadable(repository, e);
    }
  }

  /**
   * A file as a commit has it.
   *
   * @return null where it has none
   * @throws Unanswerable as {@link #between}
   */
  @Nullable String file(String commit, String path) {
    Repository repository = repository();
    try {
      return repository.fileAt(commit, path);
    } catch (IOException e) {
      throw unreadable(repository, e);
    }
  }

  private Repository repository() {
    Repository known = read;
    if (known != null) {
      return known;
    }
    Path there = checkout;
    if (there == null) {
      throw new Unanswerable(
          new Problem(
              "The commits are not known",
              "environment's source.checkout",
              "the profile names no checkout",
              "Name the directory of the checked-out sources as source.checkout in the profile"),
          null);
    }
    try {
      known = Repository.read(there);
    } catch (IOException e) {
      throw new Unanswerable(
          new Problem(
              "The checkout's git repository cannot be read",
              there.toString(),
              e.getClass().getSimpleName(),
              "Look at the directory and its rights"),
          e);
    }
    read = known;
    return known;
  }

  /** The repository that the checkout was cloned from; null where it knows none. */
  private static @Nullable String remote(Repository repository) {
    Iterator<String> all = repository.remotes().keySet().iterator();
    return repository.remotes().containsKey(ORIGIN) ? ORIGIN : all.hasNext() ? all.next() : null;
  }

  private static Remotes.Head head(Repository repository, @Nullable String remote, String ref) {
    if (remote == null) {
      return new Remotes.Head("", false, "");
    }
    try {
      return Remotes.named(repository, remote, ref, Programs.ofThisMachine());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Remotes.Head("", false, "the desk was stopped");
    }
  }

  private static String stale(Remotes.Head head, @Nullable String remote) {
    return head.answered() || remote == null
        ? ""
        : "%s did not answer (%s): the commit is the newest that the checkout knows"
            .formatted(remote, head.trouble());
  }

  private static String moved(Remotes.Head head, String commit, String ref) {
    return head.commit().isEmpty() || head.commit().equals(commit)
        ? ""
        : "It is not the newest commit of " + ref + ", which is " + shortly(head.commit());
  }

  /** The first digits of a commit. */
  static String shortly(String commit) {
    return commit.substring(0, Math.min(7, commit.length()));
  }

  private static ProblemException none(String what, String where, String why) {
    return new ProblemException(
        new Problem(what, where, why, "Look at 'git ls-remote' in the checkout, and name one"));
  }

  private static Unanswerable unreadable(Repository repository, IOException cause) {
    return new Unanswerable(
        new Problem(
            "The checkout's git repository cannot be read",
            repository.root().toString(),
            String.valueOf(cause.getMessage()),
            "Look at the directory, or clone it anew"),
        cause);
  }
}
