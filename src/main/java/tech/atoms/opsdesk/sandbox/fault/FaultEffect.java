package tech.atoms.opsdesk.sandbox.fault;

/** How one fault is made and unmade. Called by {@link FaultDriver}, one call at a time. */
public interface FaultEffect {
  /** The fault it makes. */
  Fault fault();

  /**
   * Whether what the fault does is there, entirely, with this value.
   *
   * @param value see {@link Fault#valueMeaning()}
   */
  boolean holds(double value);

  /**
   * Makes it, replacing what another value made.
   *
   * @throws Exception where it cannot be made now; it is tried again
   */
  void make(double value) throws Exception;

  /**
   * Unmakes it; nothing happens where it is not there.
   *
   * @throws Exception where it cannot be unmade now; it is tried again
   */
  void undo() throws Exception;
}
