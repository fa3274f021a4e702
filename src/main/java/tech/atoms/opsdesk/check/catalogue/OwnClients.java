package tech.atoms.opsdesk.check.catalogue;

import java.util.ArrayList;
import java.util.List;

/** OwnClients that are closed together. Not safe for several threads. */
final class OwnClients implements AutoCloseable {
  private final List<AutoCloseable> all = new ArrayList<>();

  /** Keeps one to be closed with the others. */
  void keep(AutoCloseable client) {
    all.add(client);
  }

  /** Builds what uses the clients. Where that fails, those that are kept already are closed. */
  void build(Runnable building) {
    try {
      building.run();
    } catch (RuntimeException | Error e) {
      try {
        close();
      } catch (IllegalStateException notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  /**
   * Closes all of them, whatever one of them says.
   *
   * @throws IllegalStateException where some could not be closed, with what they said
   */
  @Override
  public void close() {
    IllegalStateException failure = null;
    for (AutoCloseable client : all) {
      try {
        client.close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("not all is closed") : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
