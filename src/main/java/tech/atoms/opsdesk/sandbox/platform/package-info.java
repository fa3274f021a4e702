/** Deployments the way Vercel's REST API shows them, and the door to the fault switchboard. */
@NullMarked
package tech.atoms.opsdesk.sandbox.platform;

import org.jspecify.annotations.NullMarked;
