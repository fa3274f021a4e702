/** How people outside come to hear of runs. */
@NullMarked
package tech.atoms.opsdesk.workflow.news;

import org.jspecify.annotations.NullMarked;
