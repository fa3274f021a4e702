package tech.atoms.opsdesk.backup.place;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.SecretResolver;

/** A bucket of S3, or of storage that speaks as S3 does. */
final class S3Place implements Place {
  private final BackupCopy.InS3 settings;
  private final S3Client client;
  private final String prefix;

  /** Resolves the keys now; asks nothing yet. */
  S3Place(BackupCopy.InS3 settings, SecretResolver secrets) {
    this.settings = settings;
    this.client = S3Clients.of(settings, secrets);
    this.prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String where() {
    return "bucket "
        + settings.bucket()
        + " of "
        + (settings.endpoint() == null
            ? "S3 in " + settings.region()
            : settings.endpoint().toString());
  }

  @Override
  public List<Item> list(String under) {
    return asked(
        "The copies cannot be listed",
        () -> {
          List<Item> found = new ArrayList<>();
          for (S3Object one :
              client
                  .listObjectsV2Paginator(
                      ask -> ask.bucket(settings.bucket()).prefix(prefix + under + "/"))
                  .contents()) {
            found.add(new Item(one.key().substring(prefix.length()), one.size()));
          }
          return List.copyOf(found);
        });
  }

  @Override
  public InputStream read(String name) {
    return asked(
        "The copy cannot be read",
        () ->
            new Ended(
                client.getObject(ask -> ask.bucket(settings.bucket()).key(prefix + name)), name));
  }

  @Override
  public void write(String name, Path file, String sha256, LongConsumer sent) {
    asked(
        "The copy cannot be written",
        () -> {
          try {
            new S3Upload(client, settings.bucket(), prefix + name, file, sent)
                .send(Files.size(file), sha256);
          } catch (IOException e) {
            throw Troubles.at(
                this,
                "The copy cannot be written",
                Troubles.why(e),
                "Look at the backup's own files",
                e);
          }
          return name;
        });
  }

  @Override
  public void delete(String name) {
    asked(
        "The copy cannot be removed",
        () -> client.deleteObject(ask -> ask.bucket(settings.bucket()).key(prefix + name)));
  }

  private <T> T asked(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw S3Troubles.of(this, what, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** What the SDK throws while it is read is told as the place's; a rest is not read to its end. */
  private final class Ended extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> answer;
    private final String name;
    private boolean over;

    Ended(ResponseInputStream<GetObjectResponse> answer, String name) {
      super(answer);
      this.answer = answer;
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] some, int from, int length) throws IOException {
      try {
        int read = answer.read(some, from, length);
        over |= read < 0;
        return read;
      } catch (SdkException e) {
        throw S3Troubles.of(S3Place.this, "The copy cannot be read", e);
      } catch (IOException e) {
        throw new IOException(name + " was cut off: " + S3Troubles.words(e), e);
      }
    }

    @Override
    public void close() throws IOException {
      if (over) {
        answer.close();
      } else {
        answer.abort();
      }
    }
  }
}
