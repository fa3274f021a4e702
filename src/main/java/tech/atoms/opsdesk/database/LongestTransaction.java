package tech.atoms.opsdesk.database;

import java.time.Duration;
import java.time.Instant;

/**
 * The open transaction that began first, the desk's own excepted.
 *
 * @param pid server process
 * @param user role; empty where the server does not tell
 * @param application {@code application_name}; empty where none was set
 * @param state e.g. "idle in transaction"
 * @param startedAt by the database's clock
 * @param age at the instant of reading, by the database's clock
 */
public record LongestTransaction(
    int pid, String user, String application, String state, Instant startedAt, Duration age) {}
