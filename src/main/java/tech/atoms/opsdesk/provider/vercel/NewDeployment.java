package tech.atoms.opsdesk.provider.vercel;

import java.util.Map;

/**
 * How a deployment is to be made.
 *
 * @param production whether it is built for production; else it is a preview
 * @param domains whether it gets production's domains when it is ready; without them it waits to be
 *     promoted
 * @param meta what is written to it, by which it can be found again
 */
public record NewDeployment(boolean production, boolean domains, Map<String, String> meta) {

  /** Copies the map. */
  public NewDeployment {
    meta = Map.copyOf(meta);
  }

  /** One for production that gets no traffic. */
  public static NewDeployment staged(Map<String, String> meta) {
    return new NewDeployment(true, false, meta);
  }
}
