@NullMarked
package tech.atoms.opsdesk.metric.history;

import org.jspecify.annotations.NullMarked;
