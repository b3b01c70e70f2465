package io.aleff.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.sandbox.abuse.AbuseSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The abuse suite on bubblewrap with a root file system of its own, the one that {@code
 * ALEFF_TEST_ROOTFS} is a tar of: it has to have Python.
 */
class OwnRootAbuseTest {

  @TempDir Path folder;
  private Sandboxes sandboxes = new Sandboxes(List.of());

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() throws IOException {
    String tar = System.getenv("ALEFF_TEST_ROOTFS");
    if (tar == null) {
      System.err.println("NOT TESTED: abuse of bubblewrap with a root file system of its own.");
    }
    assumeTrue(tar != null, "There is no tar of a root file system.");
    new BubblewrapImage(folder).of(Path.of(tar));
    HostTools tools = HostTools.system();
    SystemFiles system =
        SystemFiles.open(new SandboxSettings.Bwrap(folder, SandboxSettings.Bwrap.AUTO), tools);
    SandboxHost host =
        new SandboxHost(SandboxConfiguration.standard(), tools, Protections.ALL, system);
    sandboxes = new Sandboxes(List.of(new Bubblewrap(host)));
    assumeTrue(sandboxes.problems().isEmpty(), () -> sandboxes.problems().toString());
    AbuseSuite suite = new AbuseSuite(sandboxes, Sandboxed.profiles());
    return AbuseTest.eachHolds(suite);
  }
}
