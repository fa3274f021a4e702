package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** What goes wrong at a place, in words that name it. */
final class Troubles {
  private Troubles() {}

  /**
   * A trouble at a place.
   *
   * @param what e.g. "The copy cannot be written"
   */
  static ProblemException at(
      Place place, String what, String why, String next, @Nullable Throwable cause) {
    return new ProblemException(
        new Problem(what, place.name() + ", " + place.where(), why, next), cause);
  }

  /** In words, e.g. "there is no such file": a message that is a path tells nobody why. */
  static String why(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "there is nothing at " + e.getFile();
      case NotDirectoryException e -> e.getFile() + " is no directory";
      case AccessDeniedException e -> "this account may not touch " + e.getFile();
      default -> Masking.mask(String.valueOf(cause.getMessage()));
    };
  }
}
