package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.Patience;

/**
 * What one build says, over a stream that is taken up again where it breaks: each line is told
 * once. Blocks; one thread.
 */
public final class BuildEvents {
  private static final Duration SLICE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final VercelApi api;
  private final String id;
  private final Patience.Waiting waiting;
  private final Set<String> told = new HashSet<>();
  private long newest;
  private boolean last;

  BuildEvents(VercelApi api, String id) {
    this(api, id, Thread::sleep);
  }

  BuildEvents(VercelApi api, String id, Patience.Waiting waiting) {
    this.api = api;
    this.id = id;
    this.waiting = waiting;
  }

  /**
   * Tells lines until the build is over.
   *
   * @param line hears each
   * @param over asked whenever the stream has ended or broken: whether that was the end
   * @throws HttpFailure where the platform refuses: it is not asked again then
   * @throws InterruptedException where the thread was interrupted
   */
  public void follow(Consumer<BuildLine> line, BooleanSupplier over) throws InterruptedException {
    while (!last) {
      try {
        api.follow(
            Paths.EVENTS_OF + VercelApi.encoded(id) + "/events",
            "direction=forward&follow=1&format=lines" + (newest == 0 ? "" : "&since=" + newest),
            SLICE,
            text -> tell(text, line));
      } catch (HttpFailure e) {
        if (e.isRefusal()) {
          throw e;
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (last || over.getAsBoolean()) {
        return;
      }
      waiting.sleep(AGAIN);
    }
  }

  private boolean tell(String text, Consumer<BuildLine> line) {
    JsonNode json = VercelApi.json(text);
    if (json == null) {
      return false;
    }
    BuildLine read = BuildLine.read(json);
    String name = read.id().isEmpty() ? text : read.id();
    if (told.add(name)) {
      newest = Math.max(newest, read.at().toEpochMilli());
      last = read.isLast();
      line.accept(read);
    }
    return last;
  }
}
