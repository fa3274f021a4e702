/** How the desk asks over HTTP: a deadline, a size cap, reported redirects, problems in words. */
@NullMarked
package tech.atoms.opsdesk.http;

import org.jspecify.annotations.NullMarked;
