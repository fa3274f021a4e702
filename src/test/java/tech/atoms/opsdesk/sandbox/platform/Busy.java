package tech.atoms.opsdesk.sandbox.platform;

/** Tells whether a platform has something in hand that takes real time. */
public final class Busy {
  private Busy() {}

  /** Whether it builds, or moves traffic. */
  public static boolean is(PlatformState state) {
    Move move = state.move();
    return (move != null && move.isUnderWay())
        || state.deployments().stream().anyMatch(Deployment::underWay);
  }
}
