/** Checks of what is deployed and from where: sections 5, 10.1 and the migrations. */
@NullMarked
package tech.atoms.opsdesk.check.deployment;

import org.jspecify.annotations.NullMarked;
