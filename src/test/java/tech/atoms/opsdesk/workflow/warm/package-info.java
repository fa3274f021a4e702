@NullMarked
package tech.atoms.opsdesk.workflow.warm;

import org.jspecify.annotations.NullMarked;
