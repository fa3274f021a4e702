package tech.atoms.opsdesk.sandbox.platform;

/**
 * What a build came to: what is installed where a deployment runs.
 *
 * @param deployment id of the deployment
 * @param version e.g. "v1.4.2"
 * @param commit 40 hexadecimal digits
 * @param losesConnections whether its source takes connections and does not give them back
 */
public record Build(String deployment, String version, String commit, boolean losesConnections) {}
