/** What every floor may use: problems in words, masking of secrets. */
@NullMarked
package tech.atoms.opsdesk.common;

import org.jspecify.annotations.NullMarked;
