package tech.atoms.opsdesk.notify;

/** Carries notices through one kind of channel. Blocks, with a deadline; safe on any thread. */
interface Carrier extends AutoCloseable {
  /**
   * Sends once.
   *
   * @throws Undelivered where it was not taken, or nobody knows whether it was
   */
  void send(Sending sending);

  /** Cuts off what is under way, and sends nothing more. */
  @Override
  void close();
}
