package tech.atoms.opsdesk.desktop.fault;

import java.util.List;
import java.util.function.Supplier;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

/**
 * The faults by name, for the palette. Only the sandbox knows them: they are read once, in the
 * background, and there are none until then.
 */
public final class FaultPlaces implements Supplier<List<ScreenEntry.Place>> {
  private final FaultClient client;
  private final Jobs jobs;
  private List<ScreenEntry.Place> places = List.of();
  private boolean reading;

  /**
   * Begins to read. On the JavaFX thread.
   *
   * @param client talks to the sandbox
   * @param jobs for the call
   */
  public FaultPlaces(FaultClient client, Jobs jobs) {
    this.client = client;
    this.jobs = jobs;
    read();
  }

  @Override
  public List<ScreenEntry.Place> get() {
    if (places.isEmpty()) {
      read();
    }
    return places;
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    jobs.run(
        "Read the names of the faults",
        () ->
            client.list().stream()
                .map(f -> new ScreenEntry.Place(f.name(), f.title(), f.name()))
                .toList(),
        found -> {
          reading = false;
          places = found;
        },
        problem -> reading = false); // the next palette asks again
  }
}
