package tech.atoms.opsdesk.backup;

import java.time.Instant;
import java.util.List;

/**
 * What a backup holds, and from where. Written in the snapshot that was dumped.
 *
 * @param format of this document; {@link #FORMAT}
 * @param id names the backup, e.g. "bk-2026-11-30-2014-7f3a"
 * @param environment whose database
 * @param at when the snapshot was taken, by the server's clock
 * @param server which server
 * @param schemas that were dumped
 * @param content what was in them
 * @param sequences where they stood; a sequence is ahead of its snapshot or equal, never behind
 * @param needs what a new server must have before a restore
 * @param archive the dump's file
 * @param enclosed what lies beside the dump; empty in manifests of desks that kept nothing there
 * @param made by whom and with what
 */
public record Manifest(
    int format,
    String id,
    String environment,
    Instant at,
    Server server,
    List<String> schemas,
    Content content,
    List<Sequence> sequences,
    Needs needs,
    Archive archive,
    List<Enclosed> enclosed,
    Made made) {
  /** The format that this desk writes and reads. */
  public static final int FORMAT = 3;

  /** Copies the lists. */
  public Manifest {
    schemas = List.copyOf(schemas);
    sequences = List.copyOf(sequences);
    enclosed = enclosed == null ? List.of() : List.copyOf(enclosed);
  }

  /**
   * The server.
   *
   * @param version as it tells it, e.g. "15.18"
   * @param major e.g. 15
   * @param database its name
   * @param lsn where its write-ahead log stood; empty where that may not be asked
   */
  public record Server(String version, int major, String database, String lsn) {}

  /**
   * A sequence.
   *
   * @param name schema and name
   * @param value the last one it gave; 0: none yet
   */
  public record Sequence(String name, long value) {}

  /**
   * What dumped objects use and the dump does not hold.
   *
   * @param roles that policies and rights name
   * @param extensions of the database
   * @param functions of other schemas, as statements that make them
   */
  public record Needs(List<String> roles, List<Extension> extensions, List<String> functions) {
    /** Copies the lists. */
    public Needs {
      roles = List.copyOf(roles);
      extensions = List.copyOf(extensions);
      functions = List.copyOf(functions);
    }
  }

  /**
   * An extension.
   *
   * @param schema where its objects are
   */
  public record Extension(String name, String version, String schema) {}

  /**
   * The file of the dump, in pg_dump's custom format, encrypted as age does it.
   *
   * @param file its name
   * @param bytes its length
   * @param sha256 of the file: 64 hexadecimal digits
   * @param plainBytes length of the dump before it was encrypted
   * @param plainSha256 of the dump before it was encrypted
   * @param compression as pg_dump was told, e.g. "gzip:1"
   * @param recipients for whom it is encrypted
   */
  public record Archive(
      String file,
      long bytes,
      String sha256,
      long plainBytes,
      String plainSha256,
      String compression,
      List<String> recipients) {
    /** Copies the list. */
    public Archive {
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * How it came about.
   *
   * @param run of the desk; empty: none
   * @param by a person, or what was scheduled
   * @param host on which machine
   * @param tool e.g. "pg_dump 15.18"
   * @param millis how long it took
   */
  public record Made(String run, String by, String host, String tool, long millis) {
    /** In whose name the schedule takes backups. */
    public static final String SCHEDULED = "Scheduled";

    /** Whether no person took it. */
    public boolean isScheduled() {
      return by.equals(SCHEDULED);
    }
  }
}
