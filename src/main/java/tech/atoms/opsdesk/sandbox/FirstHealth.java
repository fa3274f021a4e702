package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Waits for the server to call itself healthy. On a busy machine the first checks, with nothing
 * warm, may run into their deadlines; nobody should meet a new sandbox like that.
 */
final class FirstHealth {
  private static final int TRIES = 40;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private FirstHealth() {}

  /**
   * Returns once the server is healthy, or after 40 tries at the latest.
   *
   * @param health health endpoint
   * @return whether it is
   */
  static boolean await(URI health) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      for (int i = 0; i < TRIES; i++) {
        if (healthy(http, request)) {
          return true;
        }
        Thread.sleep(PAUSE);
      }
    }
    return false;
  }

  private static boolean healthy(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .contains("\"status\":\"healthy\"");
    } catch (IOException e) {
      return false;
    }
  }
}
