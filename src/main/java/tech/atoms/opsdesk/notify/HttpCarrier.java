package tech.atoms.opsdesk.notify;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;

/**
 * Posts notices to webhooks. Redirects are not followed: whoever is redirected to would be handed
 * the notice, and the address is a secret.
 */
final class HttpCarrier implements Carrier {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_SHOWN = 200;

  private final Channel channel;
  private final SecretRef url;
  private final @Nullable SecretRef token;
  private final SecretResolver secrets;
  private final HttpReader http;

  HttpCarrier(Channel.Slack channel, SecretResolver secrets) {
    this(channel, channel.url(), null, secrets, DEADLINE);
  }

  HttpCarrier(Channel.Webhook channel, SecretResolver secrets) {
    this(channel, channel.url(), channel.token(), secrets, DEADLINE);
  }

  HttpCarrier(
      Channel channel,
      SecretRef url,
      @Nullable SecretRef token,
      SecretResolver secrets,
      Duration deadline) {
    this.channel = channel;
    this.url = url;
    this.token = token;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, channel.caFile());
  }

  @Override
  public void send(Sending sending) {
    boolean slack = channel instanceof Channel.Slack;
    Map<String, String> headers = new LinkedHashMap<>();
    URI address;
    try {
      address = WebhookAddress.of(url, secrets);
      if (token != null) {
        headers.put("Authorization", "Bearer " + secrets.resolve(token).reveal());
      }
    } catch (ProblemException e) {
      // Another desk may have what is missing here, or a person mends it in time.
      throw Undelivered.notNow(e.problem(), e, null);
    }
    if (!slack) {
      headers.put("Idempotency-Key", sending.key());
    }
    String body = slack ? SlackText.of(sending) : WebhookJson.of(sending);
    Answer answer;
    try {
      answer =
          http.once(
              Ask.post(channel.kind() + " channel", address, headers, body, MOST_BYTES, null));
    } catch (HttpFailure e) {
      throw failed(e, address);
    }
    judge(answer, address, slack);
  }

  private void judge(Answer answer, URI address, boolean slack) {
    int status = answer.status();
    String said = said(answer);
    if (answer.isSuccess() && (!slack || answer.body().strip().equals("ok"))) {
      return;
    }
    if (answer.isSuccess()) {
      throw Undelivered.refused(
          problem(address, "it answered " + status + " without Slack's ok" + said, CORRECT), null);
    }
    if (status >= 300 && status < 400) {
      throw Undelivered.refused(
          problem(
              address,
              "it answered " + status + ", a redirect" + to(answer) + ", which is not followed",
              CORRECT),
          null);
    }
    if (status == 429 || status == 503) {
      Duration pause = answer.retryAfter();
      throw Undelivered.notNow(
          problem(
              address,
              "it answered "
                  + status
                  + (status == 429 ? ", too many messages" : ", not now")
                  + (pause == null ? "" : "; it asks to wait " + pause.toSeconds() + " s")
                  + said,
              WAIT),
          null,
          pause);
    }
    if (status >= 500) {
      throw Undelivered.unsure(problem(address, "it answered " + status + said, WAIT), null);
    }
    if (status == 408 || status == 425) {
      throw Undelivered.notNow(
          problem(address, "it answered " + status + said, WAIT), null, answer.retryAfter());
    }
    throw Undelivered.refused(problem(address, "it answered " + status + said, CORRECT), null);
  }

  private static final String CORRECT =
      "Correct the channel's address or its rights, then try it: opsdesk notify test";
  private static final String WAIT = "Nothing: it is sent again";

  private Undelivered failed(HttpFailure e, URI address) {
    String next = e.problem().next();
    Problem problem = problem(address, e.problem().why(), next);
    return switch (e.kind()) {
      case TIMEOUT -> Undelivered.unsure(problem, e);
      case UNREACHABLE ->
          isBefore(e) ? Undelivered.notNow(problem, e, null) : Undelivered.unsure(problem, e);
      case TLS, SETTINGS -> Undelivered.notNow(problem, e, null);
      default -> Undelivered.refused(problem, e);
    };
  }

  /** Whether it failed before anything could be sent. */
  private static boolean isBefore(HttpFailure e) {
    return e.getCause() instanceof java.net.UnknownHostException
        || e.getCause() instanceof java.net.ConnectException
        || e.getCause() instanceof java.net.NoRouteToHostException;
  }

  private Problem problem(URI address, String why, String next) {
    return new Problem(
        "The channel did not take the message",
        "channel " + channel.name() + ", " + channel.kind() + " at " + address.getHost(),
        why,
        next);
  }

  private static String to(Answer answer) {
    String location = answer.header("Location");
    try {
      URI target = location == null ? null : answer.url().resolve(location);
      return target == null || target.getHost() == null ? "" : " to " + target.getHost();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** What the other side says, on one line. */
  private static String said(Answer answer) {
    String line = Masking.mask(answer.body()).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.isEmpty() ? "" : ": " + SlackText.cut(line, MOST_SHOWN, false);
  }

  @Override
  public void close() {
    http.close();
  }
}
