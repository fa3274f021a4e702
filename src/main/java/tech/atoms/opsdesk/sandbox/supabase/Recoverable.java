package tech.atoms.opsdesk.sandbox.supabase;

import java.time.Instant;

/** A database that can be put back to a time. */
public interface Recoverable {
  /**
   * Takes it away.
   *
   * @return when it was gone
   */
  Instant begin() throws Exception;

  /** Brings it back as it was at a time. */
  void finish(Instant target, Instant stopped) throws Exception;

  /** Brings it back as it was when it was taken away. */
  void giveUp() throws Exception;
}
