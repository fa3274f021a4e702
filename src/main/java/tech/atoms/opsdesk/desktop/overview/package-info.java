/** The overview: state and why, components, tiles, deployment, sources, people, activity. */
@NullMarked
package tech.atoms.opsdesk.desktop.overview;

import org.jspecify.annotations.NullMarked;
