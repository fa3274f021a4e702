package tech.atoms.opsdesk.backup;

import java.time.Instant;

/**
 * That a backup was restored and held what its manifest says.
 *
 * @param id the backup's
 * @param at when
 * @param by who had it done
 * @param host on which machine
 * @param server which server it was restored into, e.g. "PostgreSQL 15.18, thrown away"
 * @param rows that were compared
 * @param millis how long the restore and the comparison took
 */
public record Proof(
    String id, Instant at, String by, String host, String server, long rows, long millis) {}
