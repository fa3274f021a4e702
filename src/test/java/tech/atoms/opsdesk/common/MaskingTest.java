package tech.atoms.opsdesk.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {
  @Test
  void nothingOfASecretStaysThatHoldsOrOverlapsAnother() {
    Masking.register("plum-4711");
    Masking.register("plum-4711-pear");
    Masking.register("pear-0815-fig");
    assertThat(Masking.mask("a plum-4711 b plum-4711-pear c plum-4711-pear-0815-fig, plum-471"))
        .isEqualTo("a **** b **** c ****, plum-471");
    assertThat(Masking.mask("plum-4711-pear")).isEqualTo("****");
    assertThat(Masking.mask("plum-4711plum-4711!")).isEqualTo("****!");
  }

  @Test
  void noLetterOfAnySecretStaysWhateverStandsAround() {
    Random random = new Random(4711);
    String alphabet = "\u03b1\u03b2"; // of two letters alone: they overlap in every way
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      secrets.add(word(random, alphabet, 6 + random.nextInt(6)));
    }
    secrets.forEach(Masking::register);
    for (int i = 0; i < 2_000; i++) {
      List<String> parts = new ArrayList<>(secrets.subList(0, 1 + random.nextInt(5)));
      parts.add(word(random, alphabet, random.nextInt(8)));
      Collections.shuffle(parts, random);
      String text = String.join("", parts);
      boolean[] secret = new boolean[text.length()];
      for (String one : secrets) {
        for (int at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
          java.util.Arrays.fill(secret, at, at + one.length(), true);
        }
      }
      StringBuilder left = new StringBuilder();
      for (int at = 0; at < text.length(); at++) {
        if (!secret[at]) {
          left.append(text.charAt(at));
        }
      }
      assertThat(Masking.mask(text).replace(Masking.MASK, "")).isEqualTo(left.toString());
    }
  }

  private static String word(Random random, String alphabet, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }
}
