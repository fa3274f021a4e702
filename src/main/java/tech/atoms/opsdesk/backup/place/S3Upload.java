package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** One file on its way into a bucket: in one piece, or in parts where it is large. */
final class S3Upload {
  /** Files of more than this go in parts of it; no part is in memory. */
  static final long PART = 16L << 20;

  /** Storage takes no more. */
  private static final int PARTS = 10_000;

  private static final String OCTETS = "application/octet-stream";

  /** The slowest line on which a part still arrives, in bytes a second. */
  private static final long SLOWEST = 50_000;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final Path file;
  private final LongConsumer sent;

  S3Upload(S3Client client, String bucket, String key, Path file, LongConsumer sent) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.file = file;
    this.sent = sent;
  }

  /** Sends it; what is cut off leaves nothing under its name. */
  void send(long bytes, String sha256) throws IOException {
    if (bytes <= PART) {
      client.putObject(
          ask ->
              ask.bucket(bucket)
                  .key(key)
                  .contentLength(bytes)
                  .checksumSHA256(base64(sha256))
                  .overrideConfiguration(o -> o.apiCallAttemptTimeout(timeout(bytes))),
          body(0, bytes));
    } else {
      inParts(bytes);
    }
  }

  private void inParts(long bytes) throws IOException {
    long part = Math.max(PART, bytes / PARTS + 1);
    String upload =
        client
            .createMultipartUpload(
                ask -> ask.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    boolean whole = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long from = 0; from < bytes; from += part) {
        parts.add(part(upload, parts.size() + 1, from, Math.min(part, bytes - from)));
      }
      client.completeMultipartUpload(
          ask ->
              ask.bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts)));
      whole = true;
    } finally {
      if (!whole) {
        abort(upload);
      }
    }
  }

  private CompletedPart part(String upload, int number, long from, long length) throws IOException {
    String sha256;
    try (InputStream in = part(from, length)) {
      sha256 = base64(Hashes.of(in, all -> {}));
    }
    String etag =
        client
            .uploadPart(
                ask ->
                    ask.bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .contentLength(length)
                        .checksumSHA256(sha256)
                        .overrideConfiguration(o -> o.apiCallAttemptTimeout(timeout(length))),
                body(from, length))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).checksumSHA256(sha256).build();
  }

  /** Parts that stay cost money until the bucket's own rules sweep them. */
  private void abort(String upload) {
    try {
      client.abortMultipartUpload(ask -> ask.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      // What cut it off is what is told.
    }
  }

  private static Duration timeout(long bytes) {
    return S3Clients.ANSWER.plusSeconds(bytes / SLOWEST);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** Opened anew where it is sent again. */
  private RequestBody body(long from, long length) {
    return RequestBody.fromContentProvider(
        () -> {
          try {
            return new Counted(part(from, length), from, sent);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        length,
        OCTETS);
  }

  private InputStream part(long from, long length) throws IOException {
    FileChannel channel = FileChannel.open(file);
    channel.position(from);
    return new Part(Channels.newInputStream(channel), length);
  }
}
