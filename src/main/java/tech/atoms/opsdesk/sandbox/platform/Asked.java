package tech.atoms.opsdesk.sandbox.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/**
 * A request to a deployment.
 *
 * @param deployment that answered it
 * @param line the request
 * @param host that was asked: its own, or production's
 */
record Asked(Deployment deployment, RequestLog.Line line, String host) {

  /** Tells what deployments were asked. */
  @FunctionalInterface
  interface Log {
    /** Under its own address, and under production's where it is live; oldest first. */
    List<Asked> of(Deployment deployment);
  }

  static Log log(
      PlatformState state, RequestLog production, Servers servers, String productionHost) {
    return deployment -> {
      List<Asked> all = new ArrayList<>();
      servers
          .requests(deployment.id())
          .forEach(line -> all.add(new Asked(deployment, line, deployment.host())));
      if (state.isLive(deployment)) {
        production.lines().forEach(line -> all.add(new Asked(deployment, line, productionHost)));
      }
      all.sort(Comparator.comparing(asked -> asked.line().at()));
      return all;
    };
  }
}
