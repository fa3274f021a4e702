/** The Deployments screen: versions, runs, and the run that is open. */
@NullMarked
package tech.atoms.opsdesk.desktop.deployments;

import org.jspecify.annotations.NullMarked;
