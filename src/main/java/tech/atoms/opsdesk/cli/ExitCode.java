package tech.atoms.opsdesk.cli;

/** What a command's exit code means. */
public final class ExitCode {
  /** It holds, or it is done. */
  public static final int OK = 0;

  /** It was checked and falls short, or the operation failed and says so. */
  public static final int FALLS_SHORT = 1;

  /** Wrong use or bad configuration. */
  public static final int USAGE = 2;

  /** Could not be determined: unreachable, no rights. */
  public static final int UNDETERMINED = 3;

  /** Interrupted, after a clean stop. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
