package tech.atoms.opsdesk.provider.vercel;

/**
 * A deployment in the project's list.
 *
 * @param deployment what it is
 * @param state QUEUED, INITIALIZING, BUILDING, READY, ERROR, CANCELED …
 * @param target production, staging, or preview
 * @param error why its build failed; empty where it did not, or it is not told
 */
public record Listed(Deployment deployment, String state, String target, String error) {

  /** Whether traffic can be rolled back to it: it is built and has served production. */
  public boolean servedProduction() {
    return state.equals("READY") && target.equals("production") && deployment.servedBefore();
  }
}
