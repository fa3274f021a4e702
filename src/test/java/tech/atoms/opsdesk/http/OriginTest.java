package tech.atoms.opsdesk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OriginTest {

  @Test
  void aDefaultPortIsTheSameWrittenOrNot() {
    assertThat(origin("https://atoms.example.com/a"))
        .isEqualTo(origin("HTTPS://atoms.example.com:443"));
    assertThat(origin("http://atoms.example.com"))
        .isEqualTo(origin("http://Atoms.example.com:80/b"));
    assertThat(origin("https://atoms.example.com"))
        .isNotEqualTo(origin("https://atoms.example.com:80"));
    assertThat(origin("https://atoms.example.com"))
        .isNotEqualTo(origin("http://atoms.example.com:443"));
  }

  private static String origin(String url) {
    return HttpReader.origin(URI.create(url));
  }
}
