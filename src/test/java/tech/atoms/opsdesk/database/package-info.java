@NullMarked
package tech.atoms.opsdesk.database;

import org.jspecify.annotations.NullMarked;
