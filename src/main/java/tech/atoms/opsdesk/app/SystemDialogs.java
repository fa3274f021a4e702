package tech.atoms.opsdesk.app;

import java.io.File;
import java.nio.file.Path;
import javafx.application.HostServices;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.FileDialogs;

/** The file dialogs of the system, over the desk's window. */
final class SystemDialogs implements FileDialogs {
  private final HostServices host;

  /**
   * For a window.
   *
   * @param host opens files with the system's programs
   */
  SystemDialogs(HostServices host) {
    this.host = host;
  }

  @Override
  public @Nullable Path save(String suggested) {
    FileChooser chooser = new FileChooser();
    chooser.setInitialFileName(suggested);
    return path(chooser.showSaveDialog(Window.getWindows().getFirst()));
  }

  @Override
  public @Nullable Path open(String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    return path(chooser.showOpenDialog(Window.getWindows().getFirst()));
  }

  @Override
  public void show(Path file) {
    host.showDocument(file.toUri().toString());
  }

  private static @Nullable Path path(@Nullable File chosen) {
    return chosen == null ? null : chosen.toPath();
  }

  /** Where nobody can be asked: every question is cancelled. */
  static final class Nobody implements FileDialogs {
    @Override
    public @Nullable Path save(String suggested) {
      return null;
    }

    @Override
    public @Nullable Path open(String title) {
      return null;
    }

    @Override
    public void show(Path file) {}
  }
}
