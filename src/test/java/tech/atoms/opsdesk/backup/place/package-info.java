@NullMarked
package tech.atoms.opsdesk.backup.place;

import org.jspecify.annotations.NullMarked;
