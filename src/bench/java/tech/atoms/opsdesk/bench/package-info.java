/** Measurements that docs/benchmarks.md records; each a main of its own. */
@NullMarked
package tech.atoms.opsdesk.bench;

import org.jspecify.annotations.NullMarked;
