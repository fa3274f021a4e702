@NullMarked
package tech.atoms.opsdesk.backup.keep;

import org.jspecify.annotations.NullMarked;
