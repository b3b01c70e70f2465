package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.rootfs.RootFileSystem;
import io.aleff.sandbox.rootfs.RootFileSystems;
import io.aleff.sandbox.rootfs.RootTree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What programs in a sandbox of bubblewrap have as {@code /usr} and the like. */
sealed interface SystemFiles extends AutoCloseable {

  /** Name of its line among the limits. */
  String LIMIT = "root file system";

  /** Those of the host, but for most of {@code /etc}. */
  record OfHost(HostTools tools) implements SystemFiles {}

  /** A root file system for sandboxes alone. */
  record Own(RootFileSystem files) implements SystemFiles {
    RootTree tree() {
      return files.tree();
    }
  }

  /** A root file system is wanted and cannot be had: nothing takes its place. */
  record Missing(String why) implements SystemFiles {}

  static SystemFiles open(SandboxSettings.Bwrap wanted, HostTools tools) {
    RootFileSystems all = new RootFileSystems(wanted.folder());
    try {
      return switch (wanted.rootfs()) {
        case SandboxSettings.Bwrap.HOST -> new OfHost(tools);
        case SandboxSettings.Bwrap.AUTO ->
            all.pinned().<SystemFiles>map(pin -> new Own(all.open(pin))).orElse(new OfHost(tools));
        default -> new Own(all.open(all.named(wanted.rootfs())));
      };
    } catch (IOException e) {
      return new Missing("No root file system can be used: " + e.getMessage());
    }
  }

  /** Why no sandbox can have it, for the operator; empty when one can. */
  default Optional<String> problem() {
    return switch (this) {
      case OfHost host -> Optional.empty();
      case Own own ->
          Optional.of(own.files().problem())
              .filter(why -> !why.isEmpty())
              .map(why -> why + HOW_TO_IMPORT);
      case Missing missing -> Optional.of(missing.why() + HOW_TO_IMPORT);
    };
  }

  String HOW_TO_IMPORT =
      " Maybe aleff sandbox image --backend bwrap [--rootfs TAR], and start again; with"
          + " aleff.sandbox.bwrap.rootfs=host the host's files are used.";

  /** The first path that is a program, as it is named inside of a sandbox. */
  default Optional<String> firstOf(List<String> patterns) {
    return switch (this) {
      case OfHost host -> host.tools().firstOf(patterns);
      case Own own -> own.tree().firstOf(patterns);
      case Missing missing -> Optional.empty();
    };
  }

  /** What sets the limits of processes, inside; the host's was looked for before. */
  default String prlimit() {
    return switch (this) {
      case OfHost host -> host.tools().path("prlimit");
      case Own own -> "/usr/bin/prlimit";
      case Missing missing -> throw new IllegalStateException(missing.why());
    };
  }

  default String howToInstall(SandboxProfile profile) {
    return switch (this) {
      case OfHost host -> "apt-get install %s.".formatted(profile.install());
      case Own own ->
          "the root file system %s has none of %s: aleff sandbox image --backend bwrap --include %s."
              .formatted(
                  own.files().shortDigest(),
                  String.join(", ", profile.interpreters()),
                  profile.install());
      case Missing missing -> missing.why();
    };
  }

  default Enforcement enforcement() {
    return switch (this) {
      case OfHost host ->
          new Enforcement(LIMIT, Enforcement.Level.NONE, "the host's /usr, read-only");
      case Own own -> Enforcement.total(LIMIT, "its own, read-only, " + own.files().digest());
      case Missing missing -> new Enforcement(LIMIT, Enforcement.Level.NONE, "none");
    };
  }

  /** Where its files are from, for people. */
  default String describe() {
    return switch (this) {
      case OfHost host -> "the host's /usr";
      case Own own -> "root file system " + own.files().shortDigest();
      case Missing missing -> "no root file system";
    };
  }

  @Override
  default void close() {
    if (this instanceof Own own) {
      own.files().close();
    }
  }
}
