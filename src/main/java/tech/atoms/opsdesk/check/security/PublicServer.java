package tech.atoms.opsdesk.check.security;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;

/** Asks a server as its users reach it, without a token. Blocks. */
final class PublicServer implements AutoCloseable {
  private static final int CAP = 4 * 1024 * 1024;
  private static final String MISSING = "/opsdesk-no-such-page";
  private static final List<Integer> NOT_PUBLIC = List.of(401, 403, 404, 410);

  private final ServerSettings settings;
  private final HttpReader http;

  PublicServer(ServerSettings settings, Duration deadline) {
    this.settings = settings;
    this.http = new HttpReader(deadline, settings.caFile());
  }

  /**
   * What a route answered.
   *
   * @param route its path
   * @param answer the last, after redirects, or the first, where that was asked for
   */
  record Seen(String route, Answer answer) {}

  URI url() {
    return settings.publicUrl();
  }

  boolean isHttps() {
    return "https".equals(url().getScheme());
  }

  /** Each known route, once. */
  List<Seen> routes() {
    List<Seen> all = new ArrayList<>();
    for (String route : known()) {
      Answer answer = http.send(get(at(url(), route)));
      boolean hidden = route.equals(settings.metricsPath()) && NOT_PUBLIC.contains(answer.status());
      if (!hidden) {
        all.add(new Seen(route, answer));
      }
    }
    return List.copyOf(all);
  }

  /**
   * What came of asking over plain http.
   *
   * @param answered by route
   * @param refused routes whose connection was refused
   * @param failure the first of another kind; null: there was none
   */
  record Plain(List<Seen> answered, List<String> refused, @Nullable HttpFailure failure) {}

  /** Each known route over plain http, once, not following where it sends. */
  Plain plainRoutes() {
    List<Seen> answered = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    HttpFailure failure = null;
    for (String route : known()) {
      try {
        answered.add(new Seen(route, http.first(get(at(settings.plainUrl(), route)))));
      } catch (HttpFailure e) {
        if (e.isConnectionRefused()) {
          refused.add(route);
        } else if (failure == null) {
          failure = e;
        }
      }
    }
    return new Plain(answered, refused, failure);
  }

  /** How many routes there are to ask. */
  static int most() {
    return 5;
  }

  private List<String> known() {
    return List.of(
        settings.healthPath(),
        settings.mcpPath(),
        settings.metricsPath(),
        "/.well-known/oauth-protected-resource" + settings.mcpPath(),
        MISSING);
  }

  private static Ask get(URI url) {
    return Ask.get("public address", url, Map.of("Accept", "*/*"), CAP);
  }

  static URI at(URI base, String path) {
    return URI.create(Slashes.trimmed(base) + path);
  }

  @Override
  public void close() {
    http.close();
  }
}
