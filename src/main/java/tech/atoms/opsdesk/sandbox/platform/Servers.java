package tech.atoms.opsdesk.sandbox.platform;

/** Lets another version of the server answer under production's address. */
@FunctionalInterface
public interface Servers {
  /**
   * Starts it in place of the one that answers now.
   *
   * @param version e.g. "v1.4.2"
   * @param commit 40 hexadecimal digits
   */
  void serve(String version, String commit) throws Exception;
}
