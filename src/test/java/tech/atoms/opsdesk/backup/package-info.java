@NullMarked
package tech.atoms.opsdesk.backup;

import org.jspecify.annotations.NullMarked;
