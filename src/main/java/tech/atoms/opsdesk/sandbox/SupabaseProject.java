package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import tech.atoms.opsdesk.sandbox.database.Recovery;
import tech.atoms.opsdesk.sandbox.database.SandboxDatabase;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.supabase.Recoverable;
import tech.atoms.opsdesk.sandbox.supabase.SupabaseHandler;

/** The platform of the sandbox's database. */
final class SupabaseProject {
  private SupabaseProject() {}

  /** Lets it answer on the port of the other platform, and recover the sandbox's database. */
  static AutoCloseable beside(
      PlatformServer platform,
      SandboxDatabase database,
      SecretFiles secrets,
      Faults faults,
      InstantSource clock)
      throws IOException {
    SupabaseHandler handler =
        new SupabaseHandler(
            SandboxSecrets.supabaseToken(secrets),
            new Recovered(new Recovery(database, clock)),
            faults,
            clock,
            SupabaseHandler.USUAL);
    platform.beside(handler);
    return handler;
  }

  private record Recovered(Recovery recovery) implements Recoverable {
    @Override
    public Instant begin() {
      return recovery.begin();
    }

    @Override
    public void finish(Instant target, Instant stopped)
        throws IOException, SQLException, InterruptedException {
      recovery.finish(target, stopped);
    }

    @Override
    public void giveUp() throws IOException {
      recovery.giveUp();
    }
  }
}
