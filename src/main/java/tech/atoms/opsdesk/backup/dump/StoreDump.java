package tech.atoms.opsdesk.backup.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreAccess;

/**
 * The desk's own records: audit trail, runs, sign-offs, evidence, history in minutes and hours. Raw
 * samples stay out, which are gone after two days anyway.
 */
public final class StoreDump implements Enclosure {
  private static final String APPLICATION = "atoms-backup-store";
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final String RAW = ".sample*";

  private final Store store;

  /** Of a store, which stays open. */
  public StoreDump(Store store) {
    this.store = store;
  }

  @Override
  public String what() {
    return "the desk's own records";
  }

  @Override
  public String file() {
    return "store.pgdump";
  }

  @Override
  public List<Enclosed.Item> write(OutputStream plain) throws IOException, InterruptedException {
    StoreAccess access = store.access().orElseThrow(() -> notHad("the store is not up"));
    Target target = Target.of(access.jdbcUrl(), access.properties(), access.password());
    Client client = Client.of(major(target));
    try (DumpRun dump =
        DumpRun.start(
            client,
            target,
            APPLICATION,
            List.of(access.schema()),
            List.of("--exclude-table-data=" + access.schema() + RAW))) {
      CompletableFuture<Void> late =
          CompletableFuture.runAsync(
              dump::close,
              CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS));
      dump.into(plain);
      late.cancel(false);
    }
    return List.of(new Enclosed.Item("PostgreSQL " + client.major(), null, true));
  }

  private static int major(Target target) {
    try (Connection connection = target.connect(APPLICATION, 10)) {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw notHad(Masking.mask(String.valueOf(e.getMessage())));
    }
  }

  private static ProblemException notHad(String why) {
    return new ProblemException(
        new Problem(
            "The desk's own records were not kept",
            "the store",
            why,
            "Look at the store, and take another backup"));
  }
}
