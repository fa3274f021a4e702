@NullMarked
package tech.atoms.opsdesk.backup.store;

import org.jspecify.annotations.NullMarked;
