package tech.atoms.opsdesk.check.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.RevWalkUtils;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import tech.atoms.opsdesk.check.Unanswerable;

/**
 * How one commit differs from another.
 *
 * @param ahead commits that it has and the other does not
 * @param behind commits that the other has and it does not
 * @param files that differ, by path
 */
public record Difference(int ahead, int behind, List<Changed> files) {
  /** Copies the list. */
  public Difference {
    files = List.copyOf(files);
  }

  /**
   * A file that differs.
   *
   * @param path from the root
   * @param kind how
   * @param added lines; 0 for a binary file
   * @param removed lines
   */
  public record Changed(String path, Kind kind, int added, int removed) {}

  /** How a file differs. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** It is there, and was there. */
    MODIFIED,
    /** It is gone. */
    REMOVED
  }

  /**
   * Compares two commits. Blocks.
   *
   * @param repository that has both
   * @param from 40 hexadecimal digits
   * @param to 40 hexadecimal digits
   * @throws Unanswerable where the repository does not have one of them
   */
  public static Difference between(Repository repository, String from, String to)
      throws IOException {
    try (var git = Repository.open(repository.root());
        RevWalk walk = new RevWalk(git);
        DiffFormatter formatter = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
      RevCommit was = repository.parse(walk, from);
      RevCommit is = repository.parse(walk, to);
      formatter.setRepository(git);
      List<Changed> files = new ArrayList<>();
      for (DiffEntry entry : formatter.scan(was.getTree(), is.getTree())) {
        files.add(changed(entry, formatter));
      }
      int ahead = RevWalkUtils.count(walk, is, was);
      return new Difference(ahead, RevWalkUtils.count(walk, was, is), files);
    }
  }

  private static Changed changed(DiffEntry entry, DiffFormatter formatter) throws IOException {
    int added = 0;
    int removed = 0;
    for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
      added += edit.getLengthB();
      removed += edit.getLengthA();
    }
    return switch (entry.getChangeType()) {
      case ADD, COPY -> new Changed(entry.getNewPath(), Kind.ADDED, added, removed);
      case DELETE -> new Changed(entry.getOldPath(), Kind.REMOVED, added, removed);
      case MODIFY, RENAME -> new Changed(entry.getNewPath(), Kind.MODIFIED, added, removed);
    };
  }

  /** Lines that it has more, over all files. */
  public int added() {
    return files.stream().mapToInt(Changed::added).sum();
  }

  /** Lines that are gone, over all files. */
  public int removed() {
    return files.stream().mapToInt(Changed::removed).sum();
  }
}
