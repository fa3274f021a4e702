package tech.atoms.opsdesk.environment;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.common.ProblemException;

/** Reads profile files. Safe on any thread; blocks on the disk only. */
public final class Profiles {
  private Profiles() {}

  /**
   * Reads and checks a profile. No secret is resolved.
   *
   * @param file the profile; relative files in it start at its directory
   * @throws ProfileException with every mistake of a malformed profile, with line and column
   * @throws ProblemException where the file is missing, unreadable, too large or no text
   */
  public static Profile load(Path file) {
    return parse(file, ProfileFile.read(file));
  }

  /** Checks a profile's text as if it stood in the file. */
  static Profile parse(Path file, String text) {
    YamlDocument document;
    try {
      document = YamlDocument.parse(text);
    } catch (UnreadableYaml e) {
      throw new ProfileException(file, List.of(e.mistake()));
    }
    if (document.root().isNull()) {
      throw ProfileFile.refused(
          file, "it holds nothing but comments", "Write one as docs/profile.md shows");
    }
    List<Mistake> mistakes = new ArrayList<>(document.mistakes());
    mistakes.addAll(new SchemaCheck().check(document));
    mistakes.addAll(ProfileRules.check(document));
    if (!mistakes.isEmpty()) {
      throw new ProfileException(file, mistakes);
    }
    Path absolute = file.toAbsolutePath().normalize();
    try {
      return new ProfileMapper(absolute).profile(document.root());
    } catch (InvalidPathException e) {
      throw ProfileFile.refused(
          file, "a file named in it cannot exist on this system", "Correct the file's name");
    }
  }
}
