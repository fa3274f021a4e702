package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A place in front of another one, which dies at a write, and remembers what was sent. */
final class Faulty implements Place {
  final List<String> sent = new ArrayList<>();
  private final Place place;
  private int left = Integer.MAX_VALUE;

  Faulty(Place place) {
    this.place = place;
  }

  /** Dies after so many writes. */
  Faulty dyingAfter(int writes) {
    left = writes;
    return this;
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public String where() {
    return place.where();
  }

  @Override
  public List<Item> list(String under) {
    return place.list(under);
  }

  @Override
  public InputStream read(String name) throws IOException {
    return place.read(name);
  }

  @Override
  public void write(String name, Path file, String sha256, LongConsumer told) {
    if (left-- == 0) {
      throw new IllegalStateException("killed");
    }
    sent.add(name.substring(name.lastIndexOf('/') + 1));
    place.write(name, file, sha256, told);
  }

  @Override
  public void delete(String name) {
    place.delete(name);
  }

  @Override
  public void close() {
    place.close();
  }
}
