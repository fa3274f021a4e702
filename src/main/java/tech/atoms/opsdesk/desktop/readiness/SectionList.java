package tech.atoms.opsdesk.desktop.readiness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.checklist.Counts;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.SectionView;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateMark;

/** The sections at the left, each with its progress. */
final class SectionList {
  private final VBox box;
  private final Consumer<String> chosen;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  SectionList(VBox box, Consumer<String> chosen) {
    this.box = box;
    this.chosen = chosen;
  }

  void show(List<SectionView> sections, String current) {
    for (SectionView section : sections) {
      String id = section.section().id();
      Line line = lines.get(id);
      if (line == null) {
        line = new Line(section.section().title());
        line.button.setOnAction(e -> chosen.accept(id));
        lines.put(id, line);
        box.getChildren().add(line.button);
      }
      boolean running = section.items().stream().anyMatch(ItemView::running);
      line.show(section.counts(), running);
      line.button.setSelected(id.equals(current));
    }
  }

  /** One section. */
  private static final class Line {
    private final ToggleButton button = new ToggleButton();
    private final StateMark state = new StateMark(Look.NEUTRAL);
    private final Label number = new Label();
    private final Bar bar = new Bar();
    private final String title;

    Line(String title) {
      this.title = title;
      Label name = new Label(title);
      name.getStyleClass().add("section-name");
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      state.getStyleClass().add("small");
      number.getStyleClass().add("section-number");
      number.setMinWidth(Region.USE_PREF_SIZE);
      HBox top = new HBox(6, name, space, state, number);
      top.getStyleClass().add("section-top");
      VBox content = new VBox(4, top, bar);
      content.setMouseTransparent(true);
      button.setGraphic(content);
      button.setMaxWidth(Double.MAX_VALUE);
      button.getStyleClass().add("section-line");
    }

    void show(Counts counts, boolean running) {
      int asked = counts.total() - counts.notApplicable();
      if (counts.failed() > 0) {
        state.set(Look.BAD, Integer.toString(counts.failed()));
      } else if (running) {
        state.set(Look.RUNNING, "");
      } else if (counts.done() + counts.waived() == asked) {
        state.set(Look.HEALTHY, "");
      } else {
        state.set(Look.NEUTRAL, "");
      }
      number.setText(counts.done() + " / " + asked);
      bar.show(counts);
      button.setAccessibleText(title + ": " + Texts.sum(counts) + (running ? ", running" : ""));
    }
  }

  /** Parts of a whole in their colours: done, waived, failed, the rest open. */
  private static final class Bar extends Pane {
    private static final double GAP = 2;
    private static final double LEAST = 4;
    private final List<Integer> sizes = new ArrayList<>();
    private Counts shown = new Counts(0, 0, 0, 0, 0, 0);

    Bar() {
      getStyleClass().add("section-bar");
    }

    void show(Counts counts) {
      if (counts.equals(shown)) {
        return;
      }
      shown = counts;
      sizes.clear();
      getChildren().clear();
      part(counts.done(), "done");
      part(counts.waived(), "waived");
      part(counts.failed(), "failed");
      part(counts.open(), "open");
    }

    private void part(int count, String styleClass) {
      if (count > 0) {
        Region part = new Region();
        part.getStyleClass().addAll("bar-part", styleClass);
        sizes.add(count);
        getChildren().add(part);
      }
    }

    @Override
    protected void layoutChildren() {
      double room = getWidth() - GAP * (sizes.size() - 1) - LEAST * sizes.size();
      int all = sizes.stream().mapToInt(Integer::intValue).sum();
      double at = 0;
      for (int i = 0; i < sizes.size(); i++) {
        double width = LEAST + Math.max(0, room) * sizes.get(i) / all;
        getChildren().get(i).resizeRelocate(at, 0, width, getHeight());
        at += width + GAP;
      }
    }
  }
}
