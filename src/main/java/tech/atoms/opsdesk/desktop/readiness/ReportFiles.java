package tech.atoms.opsdesk.desktop.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tech.atoms.opsdesk.checklist.NewFile;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.checklist.state.Attachment;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.FileDialogs;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** Files that leave the screen and come to it: reports, and what is attached to ticks. */
final class ReportFiles {
  private static final List<String> PASSIVE =
      List.of(
          ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf", ".txt", ".log", ".md", ".csv", ".json");

  private final Reports reports;
  private final Jobs jobs;
  private final FileDialogs dialogs;
  private final Consumer<String> tell;

  /**
   * Files of a checklist.
   *
   * @param tell hears what is under way and what came of it, one line
   */
  ReportFiles(Reports reports, Jobs jobs, FileDialogs dialogs, Consumer<String> tell) {
    this.reports = reports;
    this.jobs = jobs;
    this.dialogs = dialogs;
    this.tell = tell;
  }

  /** Writes a report on what is shown to a file that the person names. */
  void report(ReadinessSnapshot shown, Reports.Form form) {
    String time = shown.at().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    String kind = form == Reports.Form.DOSSIER ? "dossier" : "readiness";
    Path file = dialogs.save(kind + "-" + shown.environment() + "-" + time + "." + form.ending());
    if (file != null) {
      write(form.title(), file, () -> reports.write(shown, form));
    }
  }

  /** Asks for a file to attach; null: none was chosen. */
  void choose(Consumer<NewFile> chosen, Consumer<Problem> refused) {
    Path file = dialogs.open("Attach a file");
    if (file != null) {
      jobs.run("Read the file", () -> NewFile.read(file), chosen, refused);
    }
  }

  /** Saves what was attached where the person says. */
  void save(Attachment attachment) {
    Path file = dialogs.save(name(attachment));
    if (file != null) {
      write(attachment.name(), file, () -> content(attachment));
    }
  }

  /**
   * Shows what was attached in the system's program for it, from a directory of this desk alone.
   * Only what is read and never run: a colleague's file is still a file from elsewhere.
   */
  void show(Attachment attachment) {
    if (!isPassive(attachment)) {
      tell.accept(
          attachment.name() + " is not opened from here: it may be a program. Save it, and look.");
      return;
    }
    tell.accept("Opening " + attachment.name() + "…");
    jobs.run(
        "Open the attachment",
        () -> {
          byte[] content = content(attachment);
          Path directory = Files.createTempDirectory("opsdesk-attachment");
          directory.toFile().deleteOnExit();
          Path file = Files.write(directory.resolve(name(attachment)), content);
          file.toFile().deleteOnExit();
          return file;
        },
        file -> {
          dialogs.show(file);
          tell.accept("Opened a copy of " + attachment.name());
        },
        this::failed);
  }

  private byte[] content(Attachment attachment) {
    return reports
        .attachment(attachment.sha256())
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "The attachment is gone",
                        attachment.name(),
                        "the store does not have it",
                        "Ask who ticked the item for the file, and tick it anew")));
  }

  private static boolean isPassive(Attachment attachment) {
    String name = name(attachment).toLowerCase(Locale.ROOT);
    return PASSIVE.stream().anyMatch(name::endsWith);
  }

  /** Its own name without directories: it may come from another machine. */
  private static String name(Attachment attachment) {
    String path = attachment.name();
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String name = last.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_").strip();
    return name.isEmpty() || name.equals("..") || name.equals(".") ? "attachment" : name;
  }

  private void write(String what, Path file, Content content) {
    tell.accept("Writing " + what + "…");
    jobs.run(
        "Write " + what,
        () -> {
          byte[] bytes = content.bytes();
          try {
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new ProblemException(
                new Problem(
                    "The file cannot be written",
                    file.toString(),
                    e.getClass().getSimpleName(),
                    "Name a file in a directory that is there and yours"),
                e);
          }
          return bytes.length;
        },
        bytes ->
            tell.accept(
                String.format(Locale.ROOT, "Wrote %s, %s, to %s", what, Texts.size(bytes), file)),
        this::failed);
  }

  private void failed(Problem problem) {
    tell.accept(problem.line() + " " + problem.next() + ".");
  }

  /** What is to be written. Blocks. */
  @FunctionalInterface
  private interface Content {
    byte[] bytes() throws IOException;
  }
}
