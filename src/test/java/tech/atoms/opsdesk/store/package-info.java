@NullMarked
package tech.atoms.opsdesk.store;

import org.jspecify.annotations.NullMarked;
