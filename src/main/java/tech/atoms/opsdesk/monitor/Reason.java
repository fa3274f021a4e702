package tech.atoms.opsdesk.monitor;

/**
 * Why the environment is in its state: one named rule that holds.
 *
 * @param rule name of the rule, e.g. {@code health-unreachable}; {@code docs/state-rules.md} lists
 *     them
 * @param state what the rule makes of the environment
 * @param text with numbers, for the banner, e.g. "Tool calls p95 1,240 ms (target < 500)"
 */
public record Reason(String rule, State state, String text) {}
