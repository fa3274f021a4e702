package tech.atoms.opsdesk.check;

import java.util.List;

/**
 * Something that several checks need to know, read at most once in a run. A fact is known by its
 * identity: whoever makes it keeps it.
 *
 * @param <T> immutable
 */
public final class Fact<T> {
  private final String name;
  private final Lane lane;
  private final List<Fact<?>> needs;
  private final Reader<T> reader;

  /**
   * Reads a fact. Blocks; called on a virtual thread, once per run.
   *
   * @param <T> what it is
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads it.
     *
     * @param facts gives the facts it needs, without waiting
     */
    T read(Facts facts) throws Exception;
  }

  private Fact(String name, Lane lane, List<Fact<?>> needs, Reader<T> reader) {
    this.name = name;
    this.lane = lane;
    this.needs = needs;
    this.reader = reader;
  }

  /**
   * A fact that is read from somewhere.
   *
   * @param name for people, e.g. "tables of the database"
   * @param lane where from
   * @param reader reads it
   * @param needs facts without which it is not even tried
   */
  public static <T> Fact<T> of(String name, Lane lane, Reader<T> reader, Fact<?>... needs) {
    return new Fact<>(name, lane, List.of(needs), reader);
  }

  String name() {
    return name;
  }

  Lane lane() {
    return lane;
  }

  List<Fact<?>> needs() {
    return needs;
  }

  Reader<T> reader() {
    return reader;
  }

  @Override
  public String toString() {
    return name;
  }
}
