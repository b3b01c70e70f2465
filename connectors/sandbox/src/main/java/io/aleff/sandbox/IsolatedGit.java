package io.aleff.sandbox;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from reading and writing the configuration of the user and the machine: workspaces
 * must not depend on who starts the engine.
 */
final class IsolatedGit extends SystemReader.Delegate {

  private IsolatedGit(SystemReader original) {
    super(original);
  }

  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedGit)) {
      SystemReader.setInstance(new IsolatedGit(SystemReader.getInstance()));
    }
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  private static final class Empty extends FileBasedConfig {
    Empty(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
