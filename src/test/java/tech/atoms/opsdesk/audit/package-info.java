@NullMarked
package tech.atoms.opsdesk.audit;

import org.jspecify.annotations.NullMarked;
