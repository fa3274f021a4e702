package tech.atoms.opsdesk.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaskingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk_live_hidden12345",
        "sbp_hidden1234567890",
        "GET /x?api_key=hidden123&a=b",
        "WORKOS_API_KEY=hidden123",
        "{\"client_secret\": \"hidden123\"}",
        "Cookie: session=hidden123"
      })
  void whatLooksLikeAKeyIsRemoved(String text) {
    assertThat(Masking.mask(text)).doesNotContain("hidden").contains(Masking.MASK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary key: id",
        "token_hash = 'mutated'",
        "WORKOS_API_KEY=<production_api_key>",
        "{\"key\": \"LOG_LEVEL\"}"
      })
  void otherWordsStay(String text) {
    assertThat(Masking.mask(text)).isEqualTo(text);
  }
}
