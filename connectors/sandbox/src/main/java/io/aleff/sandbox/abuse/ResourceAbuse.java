package io.aleff.sandbox.abuse;

import static io.aleff.sandbox.abuse.Observation.all;

import io.aleff.sandbox.SandboxReport.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that take more than they may. */
final class ResourceAbuse {

  private static final double SHARE = 0.1;

  private ResourceAbuse() {}

  static List<AbuseCase> cases() {
    return List.of(
        forkBomb(),
        AbuseCase.shell(
                "fork-bomb-endless",
                "ends at its time limit or by itself; nothing is left",
                "b() { b | b & }; b; while :; do b; done 2>/dev/null",
                seen -> seen.endedBy(Reason.DEADLINE, Reason.EXIT, Reason.SIGNAL))
            .limit("processes", 30)
            .within(Duration.ofSeconds(2)),
        AbuseCase.python(
                "memory-2gb",
                "ends: memory",
                "x = []\nfor i in range(2048): x.append(bytearray(1 << 20))",
                seen -> seen.endedBy(Reason.MEMORY))
            .limit("memoryMb", 128),
        busyCores(),
        AbuseCase.python(
                "child-processes",
                "none, where they are forbidden; threads can be started",
                """
                import os, threading, subprocess
                threading.Thread(target=lambda: None).start()
                for start in [lambda: os.fork() or os._exit(0), lambda: subprocess.run(['true']),
                              lambda: os.posix_spawn('/bin/true', ['true'], {}), lambda: os.system('true') and 1 / 0]:
                    try:
                        start()
                        print('! a process was started')
                    except (PermissionError, ZeroDivisionError):
                        pass
                print('done')
                """,
                Observation::noBreach)
            .withoutChildProcesses(),
        AbuseCase.shell(
                "cpu-time",
                "ends: cpu",
                "end=$((SECONDS + 8)); while [ $SECONDS -lt $end ]; do :; done",
                seen -> seen.endedBy(Reason.CPU))
            .limit("cpuSeconds", 1),
        temporary("/tmp"),
        temporary("/dev/shm"),
        AbuseCase.shell(
                "fill-workspace",
                "ends: disk",
                "for i in 1 2 3 4 5 6; do head -c 3M /dev/zero > f$i; done; sleep 2",
                seen -> seen.endedBy(Reason.DISK))
            .limit("diskMb", 10)
            .limit("fileMb", 4),
        AbuseCase.shell(
                "huge-file",
                "ends: disk",
                "exec head -c 64M /dev/zero > big",
                seen -> seen.endedBy(Reason.DISK))
            .limit("fileMb", 4)
            .limit("diskMb", 40),
        AbuseCase.python(
                "million-files",
                "ends: disk",
                """
                import time
                end = time.time() + 5
                i = 0
                while i < 1000000 and time.time() < end:
                    open('f%d' % i, 'w').close()
                    i += 1
                """,
                seen -> seen.endedBy(Reason.DISK))
            .limit("files", 2_000),
        AbuseCase.python(
            "deep-folders",
            "ends: disk",
            "import os\nfor i in range(500):\n    os.mkdir('d' * 200); os.chdir('d' * 200)",
            seen -> seen.endedBy(Reason.DISK)),
        AbuseCase.shell(
                "output-500mb",
                "ends: output; a viewer is shown 1 MB at most",
                "exec head -c 500M /dev/zero",
                seen ->
                    all(
                        seen.endedBy(Reason.OUTPUT),
                        seen.unless(
                            seen.stdout().length() <= 1 << 20,
                            "a viewer was shown %d characters".formatted(seen.stdout().length()))))
            .limit("outputMb", 1),
        AbuseCase.python(
                "ignores-term",
                "ends: time, at most a second late",
                """
                import signal, time
                for s in (1, 2, 15): signal.signal(s, signal.SIG_IGN)
                end = time.time() + 4
                while time.time() < end: pass
                """,
                seen ->
                    all(
                        seen.endedBy(Reason.DEADLINE),
                        seen.unless(
                            seen.report().usage().wall().compareTo(seen.timeout().plusSeconds(1))
                                < 0,
                            "it took " + seen.report().usage().wall())))
            .within(Duration.ofSeconds(1)),
        daemon());
  }

  private static AbuseCase forkBomb() {
    return AbuseCase.python(
            "fork-bomb",
            "no more than 20 processes",
            """
            import os, time
            count = 0
            try:
                while count < 40:
                    if os.fork() == 0:
                        time.sleep(60)
                    count += 1
            except OSError as e:
                pass
            if count > 20: print('! it started', count, 'processes')
            print('done')
            """,
            Observation::noBreach)
        .limit("processes", 20);
  }

  private static AbuseCase busyCores() {
    return AbuseCase.python(
            "busy-all-cores",
            "a tenth of one core",
            """
            import os, time
            end = time.time() + 2
            for i in range(4):
                if os.fork() == 0:
                    while time.time() < end: pass
                    os._exit(0)
            time.sleep(2)
            """,
            seen -> {
              double used = seen.report().usage().cpuMillis();
              double share = used / seen.report().usage().wall().toMillis();
              return all(
                  seen.endedBy(Reason.EXIT),
                  seen.unless(
                      share >= 0 && share < 2 * SHARE, "it had %.2f of a core".formatted(share)));
            })
        .limit("cpus", SHARE)
        .needing("cpus");
  }

  private static AbuseCase temporary(String folder) {
    return AbuseCase.python(
            "fill" + folder.replace('/', '-'),
            "no space left after 8 MB",
            """
            try:
                with open('%s/x', 'wb') as f:
                    for i in range(32):
                        f.write(b'x' * (1 << 20)); f.flush()
                print('! 32 MB were written')
            except OSError as e:
                print(e.strerror)
            print('done')
            """
                .formatted(folder),
            Observation::noBreach)
        .limit("tmpMb", 8);
  }

  /** The canary finds what is left of it. */
  private static AbuseCase daemon() {
    return AbuseCase.shell(
        "daemon-outlives",
        "dead when the program is",
        "setsid sh -c 'trap \"\" TERM HUP; i=0; while [ $i -lt 100 ]; do date +%s%N > alive; sleep"
            + " 0.05; i=$((i+1)); done' </dev/null >/dev/null 2>&1 & sleep 0.3; echo done",
        seen -> all(seen.noBreach(), stillChanging(seen.workspace().resolve("alive"))));
  }

  private static List<String> stillChanging(Path file) {
    try (WatchService changes = file.getFileSystem().newWatchService()) {
      file.resolveSibling(".").normalize().register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
      if (!Files.exists(file)) {
        return List.of("it never wrote");
      }
      boolean still = changes.poll(300, TimeUnit.MILLISECONDS) != null;
      return still ? List.of("it still writes") : List.of();
    } catch (IOException e) {
      return List.of("its file cannot be watched: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of("interrupted");
    }
  }
}
