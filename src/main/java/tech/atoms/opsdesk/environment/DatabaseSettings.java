package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The monitored PostgreSQL.
 *
 * @param url {@code postgresql://host:port/database} or the same with {@code jdbc:} in front; holds
 *     no password
 * @param user the role the desk reads with
 * @param password its password; null where none is needed
 * @param sslMode how the connection is protected
 * @param rootCertificate PEM file of the authority that signed the server's certificate; null: the
 *     system's
 */
public record DatabaseSettings(
    String url,
    String user,
    @Nullable SecretRef password,
    SslMode sslMode,
    @Nullable Path rootCertificate) {}
