package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.Operations;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.environment.Environment;

/** Everything that the palette offers in a shell at the moment. */
final class PaletteEntries {
  private PaletteEntries() {}

  static PaletteModel of(Shell shell) {
    List<PaletteModel.Entry> found = new ArrayList<>(actions(shell));
    List<PaletteModel.Entry> places = new ArrayList<>();
    for (ScreenEntry entry : shell.screens()) {
      found.add(
          entry("Go to", entry.icon(), entry.title(), "", entry.keys(), () -> shell.open(entry)));
      for (ScreenEntry.Place place : entry.places().get()) {
        String title = entry.title() + ": " + place.title();
        places.add(
            entry(
                "On " + entry.title(),
                entry.icon(),
                title,
                place.words(),
                "",
                () -> shell.open(entry, place)));
      }
    }
    Environment here = shell.environment();
    for (Environment other : shell.environments()) {
      if (here == null || !other.name().equals(here.name())) {
        found.add(
            new PaletteModel.Entry(
                "Other environments",
                "",
                "Switch to " + capitals(other),
                ShellModel.host(other),
                "",
                other,
                () -> shell.switchTo(other)));
      }
    }
    return new PaletteModel(found, places);
  }

  private static List<PaletteModel.Entry> actions(Shell shell) {
    Environment here = shell.environment();
    String group = here == null ? "Actions" : "Actions in " + capitals(here);
    String theme = shell.theme() == Theme.DARK ? "Light theme" : "Dark theme";
    List<PaletteModel.Entry> all = new ArrayList<>();
    for (Operations.Operation one : shell.operations()) {
      all.add(entry(group, one.icon(), one.title(), one.detail(), one.keys(), one.begin()));
    }
    all.addAll(
        List.of(
            entry(
                group, "mdi2r-refresh", "Refresh now", "Reads every source.", "F5", shell::refresh),
            entry(group, "mdi2t-theme-light-dark", theme, "", "Ctrl T", shell::switchTheme),
            entry(
                group,
                "mdi2k-keyboard-outline",
                "Show shortcuts",
                "",
                "F1",
                shell::openShortcuts)));
    return all;
  }

  private static String capitals(Environment environment) {
    return environment.name().toUpperCase(Locale.ROOT);
  }

  private static PaletteModel.Entry entry(
      String group, String icon, String title, String detail, String keys, Runnable run) {
    @Nullable Environment none = null;
    return new PaletteModel.Entry(group, icon, title, detail, keys, none, run);
  }
}
