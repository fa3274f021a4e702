package tech.atoms.opsdesk.notify;

/**
 * A notice on its way through one channel.
 *
 * @param notice what is told
 * @param key the same whenever it is sent again, so that the other side can tell
 * @param again whether an earlier attempt may have arrived although nobody knows
 */
record Sending(Notice notice, String key, boolean again) {
  static final String AGAIN = "This may have come before: an earlier attempt was cut off.";
}
