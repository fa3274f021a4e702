/** Places that backups are copied to, and fetched from: directories and buckets of S3. */
@NullMarked
package tech.atoms.opsdesk.backup.place;

import org.jspecify.annotations.NullMarked;
