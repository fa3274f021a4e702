package tech.atoms.opsdesk.sandbox.database;

import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.FaultEffect;

/** PostgreSQL stopped, every connection broken, as when a project is paused. */
public final class DatabasePaused implements FaultEffect {
  private final SandboxDatabase database;

  /** Pauses this database. */
  public DatabasePaused(SandboxDatabase database) {
    this.database = database;
  }

  @Override
  public Fault fault() {
    return Fault.DATABASE_PAUSED;
  }

  @Override
  public boolean holds(double value) {
    return database.paused();
  }

  @Override
  public void make(double value) {
    database.pause();
  }

  @Override
  public void undo() {
    database.resume();
  }
}
