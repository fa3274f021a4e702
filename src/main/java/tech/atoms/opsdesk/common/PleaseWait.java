package tech.atoms.opsdesk.common;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Implemented by failures and answers with which the other side asks to be left alone for a while.
 */
public interface PleaseWait {
  /** For how long; null where it did not say. */
  @Nullable Duration pause();
}
