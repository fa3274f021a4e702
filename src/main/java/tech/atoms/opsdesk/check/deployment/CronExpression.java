package tech.atoms.opsdesk.check.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Five fields that say when something runs, as the platform takes them: numbers alone. Pure. */
final class CronExpression {
  private static final int FIELDS = 5;
  private static final int DAY_OF_MONTH = 2;
  private static final int DAY_OF_WEEK = 4;

  private record Field(String name, int least, int most) {}

  private static final List<Field> ORDER =
      List.of(
          new Field("minute", 0, 59),
          new Field("hour", 0, 23),
          new Field("day of the month", 1, 31),
          new Field("month", 1, 12),
          new Field("day of the week", 0, 6));

  private CronExpression() {}

  /** What is wrong with one; null where nothing is. */
  static @Nullable String trouble(String text) {
    String[] parts = text.strip().split("\\s+", -1);
    if (parts.length != FIELDS) {
      return "it has " + parts.length + (parts.length == 1 ? " field" : " fields") + ", not 5";
    }
    for (int i = 0; i < FIELDS; i++) {
      Field field = ORDER.get(i);
      for (String one : parts[i].split(",", -1)) {
        if (!fits(field, one)) {
          return field.name()
              + " '"
              + parts[i]
              + "' is not made of numbers from "
              + field.least()
              + " to "
              + field.most();
        }
      }
    }
    return parts[DAY_OF_MONTH].equals("*") || parts[DAY_OF_WEEK].equals("*")
        ? null
        : "the day of the month or of the week has to be *";
  }

  /** A star, a number or a range, each with a step or without. */
  private static boolean fits(Field field, String text) {
    String[] stepped = text.split("/", -1);
    if (stepped.length > 2 || (stepped.length == 2 && number(stepped[1]) < 1)) {
      return false;
    }
    if (stepped[0].equals("*")) {
      return true;
    }
    String[] ends = stepped[0].split("-", -1);
    int from = number(ends[0]);
    int to = number(ends[ends.length - 1]);
    return ends.length <= 2 && from >= field.least() && to <= field.most() && from <= to;
  }

  /** A number; -1 where it is none. */
  private static int number(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
  }
}
