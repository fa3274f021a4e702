@NullMarked
package tech.atoms.opsdesk.backup.restore;

import org.jspecify.annotations.NullMarked;
