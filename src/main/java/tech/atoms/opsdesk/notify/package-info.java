/**
 * What people outside the desk are told: messages, the outbox, and the channels that carry them.
 */
@NullMarked
package tech.atoms.opsdesk.notify;

import org.jspecify.annotations.NullMarked;
