@NullMarked
package tech.atoms.opsdesk.notify;

import org.jspecify.annotations.NullMarked;
