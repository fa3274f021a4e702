package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.Operations;
import tech.atoms.opsdesk.desktop.Screen.KeyHint;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.environment.Environment;

/**
 * The strip at the bottom: where one is, how old every source is, what is weak, which keys work.
 */
final class Footer extends HBox {
  private final Label badge = new Label();
  private final StateLabel lock = new StateLabel(Look.NEUTRAL, "");
  private final HBox sources = new HBox();
  private final HBox remarks = new HBox();
  private final HBox hints = new HBox();
  private final StateLabel store = new StateLabel(Look.STALE, "");
  private final List<SourceNode> shown = new ArrayList<>();

  Footer(ShellModel model) {
    getStyleClass().add("shell-footer");
    badge.getStyleClass().add("footer-badge");
    badge.setMinWidth(USE_PREF_SIZE);
    badge.setVisible(false);
    setMinWidth(0);
    lock.managedProperty().bind(lock.visibleProperty());
    lock.setMinWidth(USE_PREF_SIZE);
    lock.setVisible(false);
    sources.getStyleClass().add("footer-items");
    remarks.getStyleClass().add("footer-items");
    hints.getStyleClass().add("footer-hints");
    store.managedProperty().bind(store.visibleProperty());
    store.setVisible(false);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren().addAll(badge, lock, sources, remarks, store, space, hints);
    model.sourcesProperty().subscribe(this::showSources);
    model
        .storeTroubleProperty()
        .subscribe(
            text -> {
              // Why stands behind the colon, and is longer than there is room.
              store.set(Look.STALE, text.split(":", 2)[0]);
              store.setVisible(!text.isEmpty());
              store.setTooltip(text.isEmpty() ? null : new Tooltip(text));
            });
  }

  /** Shows another environment and what is weak about it. */
  void show(Environment environment, List<String> weaknesses) {
    badge.setText(environment.name().toUpperCase(java.util.Locale.ROOT));
    badge.setVisible(true);
    remarks.getChildren().clear();
    if (!weaknesses.isEmpty()) {
      StateLabel weak = new StateLabel(Look.WEAK, "Weak: " + subjects(weaknesses));
      weak.setTooltip(new Tooltip(String.join("\n", weaknesses)));
      weak.setAccessibleText("Weak: " + String.join(", ", weaknesses));
      remarks.getChildren().add(weak);
    }
  }

  /** What each of them is about, its first word: the footer has no room for more. */
  private static String subjects(List<String> weaknesses) {
    return weaknesses.stream()
        .map(weakness -> weakness.split("[ ']", 2)[0])
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Shows who holds the environment; null: not looked for. */
  void show(Operations.@Nullable LockLine line) {
    lock.setVisible(line != null);
    if (line != null) {
      lock.set(line.look(), line.text());
    }
  }

  /** Shows the keys of the screen that is open. */
  void showHints(List<KeyHint> keyHints) {
    hints.getChildren().setAll(keyHints.stream().map(Footer::hint).toList());
  }

  /** Keys that find no room are left to the list of shortcuts, the last ones first. */
  @Override
  protected void layoutChildren() {
    double room = getWidth() - snappedLeftInset() - snappedRightInset();
    for (Node child : getManagedChildren()) {
      room -= child.equals(hints) ? 0 : child.minWidth(-1) + getSpacing();
    }
    for (Node hint : hints.getChildren()) {
      double needed = hint.prefWidth(-1);
      boolean fits = needed <= room;
      hint.setVisible(fits);
      hint.setManaged(fits);
      room = fits ? room - needed - hints.getSpacing() : 0;
    }
    super.layoutChildren();
  }

  private static Node hint(KeyHint hint) {
    Label label = new Label(hint.label());
    label.getStyleClass().add("meta");
    label.setMinWidth(USE_PREF_SIZE);
    HBox box = new HBox(new KeyCap(hint.keys()), label);
    box.getStyleClass().add("footer-hint");
    return box;
  }

  private void showSources(List<ShellModel.SourceAge> ages) {
    boolean same =
        shown.size() == ages.size()
            && java.util.stream.IntStream.range(0, ages.size())
                .allMatch(i -> shown.get(i).name.equals(ages.get(i).name()));
    if (!same) {
      shown.clear();
      ages.forEach(age -> shown.add(new SourceNode(age.name())));
      sources.getChildren().setAll(shown);
    }
    for (int i = 0; i < ages.size(); i++) {
      shown.get(i).show(ages.get(i));
    }
  }

  /** One source with its age; amber, with an icon, once it is stale. */
  private static final class SourceNode extends HBox {
    private final String name;
    private final Label title;
    private final Label age = new Label();
    private final StateLabel stale = new StateLabel(Look.STALE, "");

    SourceNode(String name) {
      this.name = name;
      getStyleClass().add("footer-source");
      title = new Label(name);
      title.getStyleClass().add("meta");
      title.setMinWidth(USE_PREF_SIZE);
      age.getStyleClass().add("footer-age");
      age.setMinWidth(USE_PREF_SIZE);
      for (Label node : List.of(title, age, stale)) {
        node.managedProperty().bind(node.visibleProperty());
      }
    }

    void show(ShellModel.SourceAge source) {
      if (getChildren().isEmpty()) {
        getChildren().addAll(title, age, stale);
      }
      age.setText(source.age());
      stale.set(Look.STALE, source.name() + " " + source.age());
      title.setVisible(!source.stale());
      age.setVisible(!source.stale());
      stale.setVisible(source.stale());
    }
  }
}
