package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary folders that carry the id of their process, and those whose process was killed. */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Pattern OWNER = Pattern.compile("([0-9]{1,9})-.*");

  private Leftovers() {}

  /** The prefix of a folder of this process. */
  static String own(String prefix) {
    return prefix + ProcessHandle.current().pid() + "-";
  }

  /** Removes folders of this user whose process is gone. */
  static void remove(Path parent, String prefix) throws IOException {
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*-*")) {
      for (Path each : folders) {
        String rest = String.valueOf(each.getFileName()).substring(prefix.length());
        Matcher owner = OWNER.matcher(rest);
        if (owner.matches()
            && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty()
            && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
            && self.equals(Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
          delete(each);
        }
      }
    }
  }

  private static void delete(Path folder) {
    try {
      FileTrees.delete(folder);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted; the next start tries again.", folder, e);
    }
  }
}
