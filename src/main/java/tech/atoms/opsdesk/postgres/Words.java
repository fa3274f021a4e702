package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import tech.atoms.opsdesk.common.Masking;

/** Causes in words. */
final class Words {
  private Words() {}

  /** The cause of an exception in one line, without secrets. */
  static String of(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "access to " + e.getMessage() + " is denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason().toLowerCase(Locale.ROOT) + " (" + f.getFile() + ")";
    }
    String message = e.getMessage();
    String text =
        message == null || message.isBlank()
            ? e.getClass().getSimpleName() + (e instanceof IOException ? " while reading" : "")
            : message;
    return Masking.mask(text.lines().findFirst().orElse(text));
  }
}
