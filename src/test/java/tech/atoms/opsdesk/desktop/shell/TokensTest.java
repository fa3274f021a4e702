package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contrast of the tokens by WCAG 2: 4.5 for text, 3 for lines, icons and borders that mean
 * something.
 */
class TokensTest {
  private static final Pattern BLOCK = Pattern.compile("(?m)^\\.([a-z-]+) \\{([^}]*)}");
  private static final Pattern TOKEN =
      Pattern.compile("(-[a-z0-9-]+): (#[0-9a-f]{6}|rgba\\([^)]*\\));");

  @ParameterizedTest
  @EnumSource(Theme.class)
  void textIsReadable(Theme theme) throws IOException {
    Map<String, Map<String, String>> blocks = blocks(theme);
    Map<String, String> root = Objects.requireNonNull(blocks.get("root"));
    for (String ground :
        List.of(
            "-ops-window", "-ops-panel", "-color-bg-inset", "-ops-row-selected", "-ops-key-bg")) {
      for (String text : List.of("-ops-fg-strong", "-color-fg-default")) {
        check(root, text, ground, 4.5);
      }
    }
    for (String ground : List.of("-ops-window", "-ops-panel", "-color-bg-inset")) {
      for (String text :
          List.of(
              "-color-fg-muted",
              "-color-success-fg",
              "-color-warning-fg",
              "-color-danger-fg",
              "-ops-violet")) {
        if (!(text.equals("-ops-violet") && ground.equals("-color-bg-inset"))) {
          check(root, text, ground, 4.5);
        }
      }
    }
    for (String ground : List.of("-ops-window", "-ops-panel")) {
      check(root, "-color-accent-fg", ground, 4.5);
    }
    check(root, "-ops-selected-text", "-ops-selected", 4.5);
    for (String tint : List.of("success", "warning", "danger")) {
      String mixed = over(value(root, "-color-" + tint + "-subtle"), value(root, "-ops-window"));
      assertContrast(tint + " on its tint", value(root, "-color-" + tint + "-fg"), mixed, 4.5);
    }
    assertContrast("white on accent", "#ffffff", value(root, "-color-accent-emphasis"), 4.5);
    assertContrast("white on danger", "#ffffff", value(root, "-color-danger-emphasis"), 4.5);
    for (int i = 1; i <= 5; i++) {
      check(root, "-color-chart-" + i, "-ops-panel", 3);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void environmentsAreReadable(Theme theme) throws IOException {
    Map<String, Map<String, String>> blocks = blocks(theme);
    Map<String, String> root = Objects.requireNonNull(blocks.get("root"));
    for (String kind : List.of("env-production", "env-staging", "env-sandbox")) {
      Map<String, String> env = new HashMap<>(root);
      env.putAll(Objects.requireNonNull(blocks.get(kind), kind));
      check(env, "-ops-env-text", "-ops-env-fill", 4.5);
      for (String text :
          List.of(
              "-ops-env-host",
              "-color-fg-muted",
              "-color-warning-fg",
              "-color-success-fg",
              "-ops-fg-strong")) {
        check(env, text, "-ops-env-header", 4.5);
      }
      check(env, "-ops-env-edge", "-ops-window", 3);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void promptsAreReadable(Theme theme) throws IOException {
    Map<String, String> root = Objects.requireNonNull(blocks(theme).get("root"));
    Matcher prompt =
        Pattern.compile("(?m)^\\.text-input \\{[^}]*-fx-prompt-text-fill: (-[a-z-]+);")
            .matcher(read("/styles/base.css"));
    assertThat(prompt.find()).as("a rule for the prompt of every field").isTrue();
    for (String ground : List.of("-color-bg-default", "-ops-panel", "-ops-window")) {
      check(root, prompt.group(1), ground, 4.5);
    }
  }

  private static void check(Map<String, String> tokens, String text, String ground, double least) {
    assertContrast(text + " on " + ground, value(tokens, text), value(tokens, ground), least);
  }

  private static void assertContrast(String what, String text, String ground, double least) {
    double a = luminance(text);
    double b = luminance(ground);
    double ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    assertThat(ratio).as("%s: %s on %s", what, text, ground).isGreaterThanOrEqualTo(least);
  }

  private static String value(Map<String, String> tokens, String name) {
    return Objects.requireNonNull(tokens.get(name), name);
  }

  private static String over(String tint, String ground) {
    if (tint.startsWith("#")) {
      return tint;
    }
    String[] parts = tint.substring(5, tint.length() - 1).split(",", -1);
    double alpha = Double.parseDouble(parts[3].strip());
    StringBuilder mixed = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      int below = Integer.parseInt(ground.substring(1 + 2 * i, 3 + 2 * i), 16);
      double above = Double.parseDouble(parts[i].strip());
      mixed.append("%02x".formatted((int) Math.round(alpha * above + (1 - alpha) * below)));
    }
    return mixed.toString();
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static Map<String, Map<String, String>> blocks(Theme theme) throws IOException {
    String css = read(theme == Theme.DARK ? "/styles/tokens-dark.css" : "/styles/tokens-light.css");
    Map<String, Map<String, String>> blocks = new HashMap<>();
    Matcher block = BLOCK.matcher(css);
    while (block.find()) {
      Map<String, String> tokens = new HashMap<>();
      Matcher token = TOKEN.matcher(block.group(2));
      while (token.find()) {
        tokens.put(token.group(1), token.group(2));
      }
      blocks.put(block.group(1), tokens);
    }
    return blocks;
  }

  private static String read(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(TokensTest.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
