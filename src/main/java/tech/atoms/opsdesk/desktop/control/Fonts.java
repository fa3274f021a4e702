package tech.atoms.opsdesk.desktop.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.scene.text.Font;
import org.kordamp.ikonli.IkonResolverProvider;
import org.kordamp.ikonli.javafx.JavaFXFontLoader;

/** The fonts of the desk: Inter with tabular digits baked in, and JetBrains Mono. */
public final class Fonts {
  private static final List<String> FILES =
      List.of(
          "InterOps-Regular.otf",
          "InterOps-SemiBold.otf",
          "InterOps-Bold.otf",
          "JetBrainsMono-Regular.ttf",
          "JetBrainsMono-Bold.ttf");

  private Fonts() {}

  /**
   * Loads them, and the font of the icons, into the toolkit. May be called on any thread, and more
   * than once.
   */
  public static void load() {
    for (String file : FILES) {
      try (InputStream in =
          Objects.requireNonNull(Fonts.class.getResourceAsStream("/fonts/" + file), file)) {
        if (Font.loadFont(in, 14) == null) {
          throw new IllegalStateException("The toolkit cannot read the font " + file + ".");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    // Otherwise the first icon reads a megabyte on the JavaFX thread.
    IkonResolverProvider.getInstance(JavaFXFontLoader.getInstance());
  }
}
