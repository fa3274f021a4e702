/** The window changes an environment: the sandbox's platform, a real journal, real keys. */
@NullMarked
package tech.atoms.opsdesk.desktop.deployments;

import org.jspecify.annotations.NullMarked;
