package tech.atoms.opsdesk.desktop.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.converter.ColorConverter;
import javafx.scene.paint.Color;

/**
 * The colours of a chart, set in {@code styles/charts.css} from the tokens, so that a change of
 * theme redraws it.
 */
final class ChartColors {

  private enum Slot {
    SERIES_1("-chart-series-1"),
    SERIES_2("-chart-series-2"),
    SERIES_3("-chart-series-3"),
    SERIES_4("-chart-series-4"),
    SERIES_5("-chart-series-5"),
    GRID("-chart-grid"),
    TEXT("-chart-text"),
    TARGET("-chart-target"),
    ALARM("-chart-alarm"),
    TROUBLE("-chart-trouble"),
    CURSOR("-chart-cursor");

    private final String property;

    Slot(String property) {
      this.property = property;
    }
  }

  private static final Map<Slot, CssMetaData<LineChart, Color>> META = metaData();
  private final Map<Slot, SimpleStyleableObjectProperty<Color>> colors = new EnumMap<>(Slot.class);

  /**
   * Colours of one chart, grey until the style sheet has been applied.
   *
   * @param chart its owner
   * @param changed called after a colour changed
   */
  ChartColors(LineChart chart, Runnable changed) {
    META.forEach(
        (slot, meta) -> {
          var color = new SimpleStyleableObjectProperty<>(meta, chart, slot.property, Color.GRAY);
          color.addListener((o, before, after) -> changed.run());
          colors.put(slot, color);
        });
  }

  Color series(int index) {
    return color(Slot.values()[index % 5]);
  }

  Color grid() {
    return color(Slot.GRID);
  }

  Color text() {
    return color(Slot.TEXT);
  }

  Color target() {
    return color(Slot.TARGET);
  }

  Color alarm() {
    return color(Slot.ALARM);
  }

  Color trouble() {
    return color(Slot.TROUBLE);
  }

  Color cursor() {
    return color(Slot.CURSOR);
  }

  /** The chart's own properties behind those of its parent class. */
  static List<CssMetaData<? extends Styleable, ?>> metaData(
      List<CssMetaData<? extends Styleable, ?>> inherited) {
    List<CssMetaData<? extends Styleable, ?>> all = new ArrayList<>(inherited);
    all.addAll(META.values());
    return all;
  }

  private Color color(Slot slot) {
    Color color = property(slot).get();
    return color == null ? Color.GRAY : color;
  }

  private SimpleStyleableObjectProperty<Color> property(Slot slot) {
    return java.util.Objects.requireNonNull(colors.get(slot));
  }

  private static Map<Slot, CssMetaData<LineChart, Color>> metaData() {
    Map<Slot, CssMetaData<LineChart, Color>> meta = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      meta.put(
          slot,
          new CssMetaData<LineChart, Color>(
              slot.property, ColorConverter.getInstance(), Color.GRAY) {
            @Override
            public boolean isSettable(LineChart chart) {
              return true;
            }

            @Override
            public StyleableProperty<Color> getStyleableProperty(LineChart chart) {
              return chart.colors().property(slot);
            }
          });
    }
    return meta;
  }
}
