package tech.atoms.opsdesk;

/** Entry point of the window and of every command. Does not extend the JavaFX application class. */
public final class Launcher {
  private Launcher() {}

  /**
   * Starts what the arguments ask for.
   *
   * @param args the command line, never null
   */
  public static void main(String[] args) {
    System.out.println(args.length);
  }
}
