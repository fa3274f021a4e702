package tech.atoms.opsdesk.sandbox.server;

/**
 * What is installed as a server.
 *
 * @param version as health and metrics tell it, e.g. "1.4.2"
 * @param commit short commit hash
 * @param losesConnections whether it takes a connection to the database now and then and never
 *     gives it back: nothing shows it but traffic
 */
public record Edition(String version, String commit, boolean losesConnections) {}
