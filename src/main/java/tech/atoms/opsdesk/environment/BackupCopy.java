package tech.atoms.opsdesk.environment;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A place that backups are copied to. */
public sealed interface BackupCopy {

  /** Names it, for people, e.g. "eu-west-1"; unique in the environment. */
  String name();

  /**
   * A directory: of another disk, another machine, or another region.
   *
   * @param directory absolute
   */
  record InDirectory(String name, Path directory) implements BackupCopy {}

  /**
   * A bucket of S3, or of storage that speaks as S3 does.
   *
   * @param region e.g. "us-east-1"
   * @param endpoint where it is asked; null: Amazon's address of the region
   * @param prefix what names of objects begin with, without a slash at either end; may be empty
   * @param accessKey the key's id
   * @param secretKey the key
   */
  record InS3(
      String name,
      String bucket,
      String region,
      @Nullable URI endpoint,
      String prefix,
      SecretRef accessKey,
      SecretRef secretKey)
      implements BackupCopy {}
}
