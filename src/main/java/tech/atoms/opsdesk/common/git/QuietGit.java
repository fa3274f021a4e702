package tech.atoms.opsdesk.common.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit to the repository it is asked about: nobody's settings are read, none are written, and
 * no file system is measured, for which it would write probe files into the repository.
 */
public final class QuietGit extends SystemReader.Delegate {
  private QuietGit(SystemReader usual) {
    super(usual);
  }

  /** To be called before JGit is used. Any number of times, on any thread. */
  public static void only() {
    synchronized (QuietGit.class) {
      if (!(SystemReader.getInstance() instanceof QuietGit)) {
        SystemReader.setInstance(new QuietGit(SystemReader.getInstance()));
      }
    }
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** Settings that are neither read nor written. */
  private static final class Nothing extends FileBasedConfig {
    /** As coarse as JGit itself takes it where it cannot measure. */
    private static final long COARSE_SECONDS = 2;

    Nothing(@Nullable Config parent, FS fs) {
      super(parent, new java.io.File("nothing"), fs);
    }

    @Override
    public void load() {
      // Nothing is read.
    }

    @Override
    public void save() {
      // Nothing is written.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public long getTimeUnit(
        String section,
        @Nullable String subsection,
        String name,
        long defaultValue,
        TimeUnit wantUnit) {
      return section.equals("filesystem")
          ? wantUnit.convert(COARSE_SECONDS, TimeUnit.SECONDS)
          : super.getTimeUnit(section, subsection, name, defaultValue, wantUnit);
    }
  }
}
