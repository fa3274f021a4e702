package tech.atoms.opsdesk.desktop.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** Loads the FXML files of the top-level {@code fxml} folder. */
public final class Views {
  private Views() {}

  /**
   * Loads a view into an existing controller. On the JavaFX thread.
   *
   * @param name file name without directory and ending, e.g. "metrics"
   * @param controller gets the fields and handlers
   * @throws UncheckedIOException where the file is broken, which the tests would have found
   */
  public static Parent load(String name, Object controller) {
    URL file = Views.class.getResource("/fxml/" + name + ".fxml");
    if (file == null) {
      throw new IllegalArgumentException("No view fxml/" + name + ".fxml");
    }
    FXMLLoader loader = new FXMLLoader(file);
    loader.setController(controller);
    try {
      return loader.load();
    } catch (IOException e) {
      throw new UncheckedIOException("View fxml/" + name + ".fxml", e);
    }
  }
}
