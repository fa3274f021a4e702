package tech.atoms.opsdesk.checklist.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.CheckedYaml;

/** Reads the checklist that is shipped, and what a person adds to it. Safe on any thread. */
public final class Templates {
  private static final List<String> SHIPPED =
      List.of("readiness", "pre-production", "post-deployment", "sign-off");
  private static final String SCHEMA = "/schema/checklist.schema.json";
  private static final String WHAT = "The checklist file";
  private static final int MOST_BYTES = 1 << 20;

  private Templates() {}

  /** The checklist that is shipped: the specification's items. */
  public static Checklist shipped() {
    return reader().checklist();
  }

  /**
   * The checklist that is shipped, with the files of a directory: {@code *.yaml}, by name. A file
   * may bring a template of its own, or more sections, groups and items for one that is there.
   *
   * @param directory need not exist
   * @throws ProblemException with every mistake of the first file that has some
   */
  public static Checklist with(Path directory) {
    TemplateReader reader = reader();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(Templates::isYaml).sorted().toList()) {
          reader.add(CheckedYaml.parse(WHAT, file.toString(), read(file), SCHEMA));
        }
      } catch (IOException e) {
        throw unreadable(directory, e);
      }
    }
    return reader.checklist();
  }

  /** Where a person's files are: beside the profile. */
  public static Path beside(Path profile) {
    return profile.toAbsolutePath().resolveSibling("checklist");
  }

  private static TemplateReader reader() {
    TemplateReader reader = new TemplateReader();
    for (String name : SHIPPED) {
      String resource = "/checklist/" + name + ".yaml";
      reader.add(CheckedYaml.parse(WHAT, resource, shipped(resource), SCHEMA));
    }
    return reader;
  }

  private static boolean isYaml(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".");
  }

  private static String shipped(String resource) {
    try (InputStream in = Templates.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ProblemException(
            new Problem(
                "The checklist file cannot be read",
                file.toString(),
                "it is larger than " + MOST_BYTES + " bytes",
                "Make several of it"));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ProblemException unreadable(Path file, IOException e) {
    return new ProblemException(
        new Problem(
            "The checklist file cannot be read",
            file.toString(),
            e instanceof MalformedInputException
                ? "it is not valid UTF-8"
                : "reading it failed (" + e.getClass().getSimpleName() + ")",
            "See that it is a text file which you may read"),
        e);
  }
}
