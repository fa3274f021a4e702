package tech.atoms.opsdesk.check.dependency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.python.LockFile;
import tech.atoms.opsdesk.check.python.ProjectFile;
import tech.atoms.opsdesk.check.python.RequirementsFile;
import tech.atoms.opsdesk.check.source.Parsed;
import tech.atoms.opsdesk.check.source.Sources;
import tech.atoms.opsdesk.common.Problem;

/**
 * The files that say which packages the server has.
 *
 * @param root directory in which uv can export the lock once more; null: none
 * @param lock uv.lock
 * @param exported requirements-prod.txt
 * @param wanted requirements.txt
 * @param project pyproject.toml
 */
public record DependencyFacts(
    @Nullable Fact<Sources> root,
    Fact<Parsed<LockFile>> lock,
    Fact<Parsed<RequirementsFile>> exported,
    Fact<Parsed<RequirementsFile>> wanted,
    Fact<Parsed<ProjectFile>> project) {
  private static final String EXPORTED = "requirements-prod.txt";
  private static final String WANTED = "requirements.txt";

  /** Those of a checkout. */
  public static DependencyFacts of(Fact<Sources> sources) {
    return new DependencyFacts(
        sources,
        file(sources, "uv.lock", LockFile::parse),
        requirements(sources, EXPORTED),
        requirements(sources, WANTED),
        file(sources, "pyproject.toml", ProjectFile::parse));
  }

  /**
   * Files that are named one by one.
   *
   * @param requirements a requirements file; null: none
   * @param lock a lock of uv; null: none
   */
  public static DependencyFacts files(@Nullable Path requirements, @Nullable Path lock) {
    Fact<Parsed<RequirementsFile>> exported =
        Fact.of(
            "requirements file",
            Lane.MACHINE,
            facts ->
                requirements == null
                    ? new Parsed<RequirementsFile>(EXPORTED, null, "there is no " + EXPORTED)
                    : Parsed.of(
                        requirements.toString(),
                        text(requirements),
                        text ->
                            RequirementsFile.parse(
                                String.valueOf(requirements.getFileName()),
                                text,
                                name -> beside(requirements, name))));
    return new DependencyFacts(
        null,
        Fact.of(
            "lock",
            Lane.MACHINE,
            facts ->
                lock == null
                    ? new Parsed<LockFile>("uv.lock", null, "there is no uv.lock")
                    : Parsed.of(lock.toString(), text(lock), LockFile::parse)),
        exported,
        exported,
        Fact.of(
            "project",
            Lane.NONE,
            facts ->
                new Parsed<ProjectFile>("pyproject.toml", null, "there is no pyproject.toml")));
  }

  private static <T> Fact<Parsed<T>> file(
      Fact<Sources> sources, String name, Parsed.Parser<T> parser) {
    return Fact.of(
        name,
        Lane.MACHINE,
        facts -> Parsed.of(name, facts.get(sources).text(name), parser),
        sources);
  }

  private static Fact<Parsed<RequirementsFile>> requirements(Fact<Sources> sources, String name) {
    return Fact.of(
        name,
        Lane.MACHINE,
        facts -> {
          Sources checkout = facts.get(sources);
          return Parsed.of(
              name,
              checkout.text(name),
              text -> RequirementsFile.parse(name, text, checkout::text));
        },
        sources);
  }

  private static @Nullable String beside(Path file, String name) {
    Path other = file.resolveSibling(name);
    return Files.isRegularFile(other) ? text(other) : null;
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw unreadable(file, "it is a directory");
      }
      if (!Files.isRegularFile(file)) {
        throw unreadable(file, "there is no such file");
      }
      if (Files.size(file) > Sources.LONGEST) {
        throw unreadable(file, "it is longer than 8 MiB");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e.getClass().getSimpleName());
    }
  }

  private static Unanswerable unreadable(Path file, String why) {
    return new Unanswerable(
        new Problem("A file cannot be read", file.toString(), why, "Name another file"), null);
  }
}
