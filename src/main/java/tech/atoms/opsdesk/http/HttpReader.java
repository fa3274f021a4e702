package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with one deadline over everything (name, connection, TLS, redirects, the last
 * byte), a cap on the answer and no retry but one: a connection that was kept alive and turns out
 * to have been closed by the other side is replaced once. Safe on any thread; blocks the caller,
 * which should be a virtual thread. Closing it cancels what is under way.
 */
public final class HttpReader implements AutoCloseable {
  /** Redirects followed before the answer counts as lost. */
  static final int MOST_REDIRECTS = 3;

  private static final int LIMITED = 429;

  /** Headers that let whoever has them act for the desk. */
  private static final Set<String> OF_THE_ORIGIN = Set.of("authorization", "mcp-session-id");

  private static final MediaType JSON = MediaType.get("application/json");
  private static final byte[] NOTHING = {};

  private final Duration deadline;
  private final @Nullable Path caFile;
  private final @Nullable RequestBudget budget;
  private final Duration patience;
  private @Nullable OkHttpClient client;
  private boolean closed;

  /**
   * Creates it; nothing is opened yet.
   *
   * @param deadline for each request as a whole
   * @param caFile PEM file of authorities trusted besides the system's; null for none
   */
  public HttpReader(Duration deadline, @Nullable Path caFile) {
    this(deadline, caFile, null, Duration.ZERO);
  }

  /**
   * Creates it with a budget; nothing is opened yet.
   *
   * @param deadline for each request as a whole
   * @param caFile PEM file of authorities trusted besides the system's; null for none
   * @param budget of requests, redirects among them; one that it does not hold is not sent and
   *     fails with {@link OverBudget}; null: as many as are asked for
   */
  public HttpReader(Duration deadline, @Nullable Path caFile, @Nullable RequestBudget budget) {
    this(deadline, caFile, budget, Duration.ZERO);
  }

  /**
   * Creates it with patience; nothing is opened yet.
   *
   * @param deadline for each request as a whole
   * @param caFile PEM file of authorities trusted besides the system's; null for none
   * @param budget see the other constructor; null: as many as are asked for
   * @param patience how long {@link #send} waits in all where a 429 says how long, before it asks
   *     again; beyond that the 429 is the answer
   */
  public HttpReader(
      Duration deadline, @Nullable Path caFile, @Nullable RequestBudget budget, Duration patience) {
    this.patience = patience;
    this.budget = budget;
    this.deadline = deadline;
    this.caFile = caFile;
  }

  /**
   * Sends a request and reads the answer to its end.
   *
   * @throws HttpFailure where there is no complete answer; a status code is no failure here
   */
  public Answer send(Ask ask) {
    Answer answer = send(ask, deadline);
    Duration left = patience;
    while (answer.status() == LIMITED) {
      Duration wait = answer.retryAfter();
      if (wait == null || wait.isZero() || wait.compareTo(left) > 0) {
        return answer;
      }
      left = left.minus(wait);
      try {
        Thread.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = send(ask, deadline);
    }
    return answer;
  }

  /**
   * Sends a request with a deadline of its own.
   *
   * @throws HttpFailure where there is no complete answer; a status code is no failure here
   */
  public Answer send(Ask ask, Duration limit) {
    long start = System.nanoTime();
    List<URI> passed = new ArrayList<>();
    URI url = ask.url();
    while (true) {
      URI here = url;
      Step step =
          overKept(
              ask, here, limit, reuse -> exchange(ask, here, passed, start, limit, reuse, true));
      if (step.answer() != null) {
        return step.answer();
      }
      passed.add(url);
      url = step.next();
      if (passed.contains(url)) {
        throw Failures.redirect(
            ask.subject(), ask.url(), "it leads in a circle back to " + Failures.shown(url));
      }
      if (passed.size() > MOST_REDIRECTS) {
        throw Failures.redirect(
            ask.subject(), ask.url(), "more than " + MOST_REDIRECTS + " redirects");
      }
    }
  }

  /**
   * Sends a request and reads the first answer, also where it is a redirect.
   *
   * @throws HttpFailure where there is no complete answer; a status code is no failure here
   */
  public Answer first(Ask ask) {
    long start = System.nanoTime();
    Step step =
        overKept(
            ask,
            ask.url(),
            deadline,
            reuse -> exchange(ask, ask.url(), List.of(), start, deadline, reuse, false));
    return Objects.requireNonNull(step.answer());
  }

  /**
   * Sends a request that changes something: over a new connection and never a second time, so that
   * it is not done twice. Redirects are not followed.
   *
   * @throws HttpFailure where there is no complete answer; it may have been done all the same
   */
  public Answer once(Ask ask) {
    client().connectionPool().evictAll();
    long start = System.nanoTime();
    try {
      Step step = exchange(ask, ask.url(), List.of(), start, deadline, new Reuse(), false);
      return Objects.requireNonNull(step.answer());
    } catch (IOException e) {
      throw Failures.of(e, ask.subject(), ask.url(), deadline);
    }
  }

  /**
   * Sends bytes, once; in all else as {@link #once(Ask)}.
   *
   * @param content what is sent in place of the ask's own body
   * @param type its media type
   */
  public Answer once(Ask ask, byte[] content, String type) {
    client().connectionPool().evictAll();
    long start = System.nanoTime();
    Request request =
        request(ask, ask.url(), new Reuse())
            .newBuilder()
            .method(ask.method(), RequestBody.create(content, MediaType.get(type)))
            .build();
    Call call = client().newCall(request);
    call.timeout().timeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return answer(ask.url(), List.of(), response, Bodies.whole(ask, ask.url(), response), start);
    } catch (IOException e) {
      throw Failures.of(e, ask.subject(), ask.url(), deadline);
    }
  }

  /**
   * Reads lines of a stream of any length and keeps none of them: until it ends, until a line is
   * enough, or for a time. Redirects are not followed.
   *
   * @param ask its cap counts for each line, its {@code enough} hears each line
   * @param listen how long at most
   * @return the answer, with a body only where its status is no success
   * @throws HttpFailure where no head of an answer came, or the stream broke
   */
  public Answer follow(Ask ask, Duration listen) {
    long start = System.nanoTime();
    Call call = client().newCall(request(ask, ask.url(), new Reuse()));
    call.timeout().timeout(listen.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      String body = "";
      if (response.isSuccessful()) {
        Bodies.follow(ask, response.body().source(), start + listen.toNanos());
      } else {
        body = Bodies.whole(ask, ask.url(), response);
      }
      return answer(ask.url(), List.of(), response, body, start);
    } catch (IOException e) {
      throw Failures.of(e, ask.subject(), ask.url(), listen);
    }
  }

  private static Answer answer(
      URI url, List<URI> passed, Response response, String body, long start) {
    return new Answer(
        response.code(),
        url,
        passed,
        Heads.all(response),
        body,
        Instant.ofEpochMilli(response.receivedResponseAtMillis()),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Reads lines of a stream that may have no end: until it ends, until a line is enough, or for a
   * time. Redirects are not followed.
   *
   * @param ask its cap counts, its {@code enough} hears each line
   * @param listen how long at most; when it is over, what came until then is the answer
   * @throws HttpFailure where not even the head of an answer came
   */
  public Answer listen(Ask ask, Duration listen) {
    long start = System.nanoTime();
    return overKept(ask, ask.url(), listen, reuse -> heard(ask, start, listen, reuse));
  }

  private Answer heard(Ask ask, long start, Duration listen, Reuse reuse) throws IOException {
    if (budget != null) {
      budget.take(ask.subject(), ask.url());
    }
    Call call = client().newCall(request(ask, ask.url(), reuse));
    call.timeout().timeout(left(start, listen), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return answer(ask.url(), List.of(), response, lines(ask, response, start, listen), start);
    }
  }

  @Override
  public void close() {
    OkHttpClient open;
    synchronized (this) {
      closed = true;
      open = client;
    }
    if (open != null) {
      open.dispatcher().cancelAll();
      open.dispatcher().executorService().shutdown();
      open.connectionPool().evictAll();
    }
  }

  /** An answer, or the next URL to ask. */
  private record Step(@Nullable Answer answer, URI next) {}

  /** A stream that breaks is not heard a second time: its lines have been told. */
  private static String lines(Ask ask, Response response, long start, Duration listen) {
    try {
      return Bodies.heard(ask, response.body().source(), start + listen.toNanos());
    } catch (IOException e) {
      throw Failures.of(e, ask.subject(), ask.url(), listen);
    }
  }

  /** What is sent and read over one connection. */
  private interface Exchange<T> {
    T over(Reuse reuse) throws IOException;
  }

  /** Once more, over a new connection, where a kept one had been closed by the other side. */
  private <T> T overKept(Ask ask, URI url, Duration limit, Exchange<T> exchange) {
    Reuse reuse = new Reuse();
    try {
      return exchange.over(reuse);
    } catch (IOException e) {
      if (!reuse.brokeReused(e)) {
        throw Failures.of(e, ask.subject(), url, limit);
      }
    }
    client().connectionPool().evictAll();
    try {
      return exchange.over(new Reuse());
    } catch (IOException e) {
      throw Failures.of(e, ask.subject(), url, limit);
    }
  }

  private static long left(long start, Duration limit) throws IOException {
    long left = limit.toNanos() - (System.nanoTime() - start);
    if (left <= 0) {
      throw new InterruptedIOException("timeout");
    }
    return left;
  }

  private Step exchange(
      Ask ask, URI url, List<URI> passed, long start, Duration limit, Reuse reuse, boolean follow)
      throws IOException {
    long left = left(start, limit);
    if (budget != null) {
      budget.take(ask.subject(), url);
    }
    Call call = client().newCall(request(ask, url, reuse));
    call.timeout().timeout(left, TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      URI next = follow ? Heads.target(ask, url, response) : null;
      if (next != null) {
        return new Step(null, next);
      }
      String body = Bodies.whole(ask, url, response);
      return new Step(answer(url, passed, response, body, start), url);
    }
  }

  private static Request request(Ask ask, URI url, Reuse reuse) {
    Request.Builder request = new Request.Builder().url(url.toString()).tag(Reuse.class, reuse);
    boolean sameOrigin = origin(url).equals(origin(ask.url()));
    ask.headers()
        .forEach(
            (name, value) -> {
              if (sameOrigin || !OF_THE_ORIGIN.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, value);
              }
            });
    String body = ask.body();
    if (body != null) {
      // Bytes, not text: for text OkHttp would add a charset, which strict servers do not expect.
      request.method(ask.method(), RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON));
    } else if (ask.method().equals("POST")) {
      request.method("POST", RequestBody.create(NOTHING));
    } else {
      request.method(ask.method(), null);
    }
    return request.build();
  }

  /** Scheme, host and port, so that a default port is the same written or not. */
  static String origin(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  private synchronized OkHttpClient client() throws HttpFailure {
    OkHttpClient ready = client;
    if (ready == null) {
      ready = Clients.of(deadline, caFile);
      client = ready;
    }
    if (closed) {
      ready.dispatcher().executorService().shutdown();
      throw new java.util.concurrent.CancellationException("closed");
    }
    return ready;
  }
}
