package tech.atoms.opsdesk.checklist.state;

/**
 * The deployment that a release is judged for.
 *
 * @param id the platform's id
 * @param version e.g. "v1.4.2"; empty where the platform does not tell
 */
public record Deployment(String id, String version) {

  /** As people call it: its version, or else its id. */
  public String name() {
    return version.isEmpty() ? id : version;
  }
}
