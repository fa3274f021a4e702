package tech.atoms.opsdesk.desktop;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses the file that a test says; none until it does. */
public final class ChosenFile implements FileDialogs {
  /** What is chosen next; null: cancelled. */
  public final AtomicReference<@Nullable Path> target = new AtomicReference<>();

  /** What was shown last; null: nothing. */
  public final AtomicReference<@Nullable Path> shown = new AtomicReference<>();

  @Override
  public @Nullable Path save(String suggested) {
    return target.get();
  }

  @Override
  public @Nullable Path open(String title) {
    return target.get();
  }

  @Override
  public void show(Path file) {
    shown.set(file);
  }
}
