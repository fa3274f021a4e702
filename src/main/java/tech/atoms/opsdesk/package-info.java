@NullMarked
package tech.atoms.opsdesk;

import org.jspecify.annotations.NullMarked;
