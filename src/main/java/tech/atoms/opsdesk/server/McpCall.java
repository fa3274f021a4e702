package tech.atoms.opsdesk.server;

import java.time.Duration;

/**
 * What the call of a tool came to.
 *
 * @param tool its name
 * @param succeeded whether it was answered with a result that is no error
 * @param took from sending to the last byte
 * @param words what was answered, where it was no success
 */
public record McpCall(String tool, boolean succeeded, Duration took, String words) {}
