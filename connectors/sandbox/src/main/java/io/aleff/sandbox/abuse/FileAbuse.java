package io.aleff.sandbox.abuse;

import static io.aleff.sandbox.abuse.Observation.all;

import io.aleff.sandbox.SandboxReport.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files that are traps for whoever takes the workspace back. */
final class FileAbuse {

  private FileAbuse() {}

  static List<AbuseCase> cases() {
    return List.of(
        AbuseCase.python(
            "hostile-files",
            "pipes, sockets and set-id bits do not come back; links are not followed",
            """
            import os, socket
            os.symlink('@secret@', 'link'); os.symlink('/', 'root'); os.symlink('loop', 'loop')
            os.mkfifo('pipe'); socket.socket(socket.AF_UNIX).bind('socket')
            open('tool', 'w').write('x'); os.chmod('tool', 0o6777)
            os.mkdir('closed'); open('closed/x', 'w').close(); os.chmod('closed', 0)
            open('..x', 'w').close(); open('new\\nline', 'w').close(); open('-rf', 'w').close()
            for target in ('/etc/passwd', '/usr/bin/id', '@secret@'):
                try:
                    os.link(target, 'hard')
                    print('! a hard link to', target)
                except OSError:
                    pass
            print('done')
            """,
            seen -> all(seen.noBreach(), leftovers(seen.workspace()))),
        AbuseCase.python(
                "sparse-out",
                "ends: disk; 2.5 GB of holes do not come out",
                "open('sparse', 'w').truncate(2_500_000_000)\nprint('done')",
                seen -> seen.endedBy(Reason.DISK))
            .limit("diskMb", 4_000)
            .limit("fileMb", 4_000)
            .limit("outMb", 20),
        AbuseCase.python(
            "reserved-space",
            "no space is taken beyond the end of a file",
            """
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            file = os.open('file', os.O_RDWR | os.O_CREAT)
            length = ctypes.c_long(300 << 20)
            libc.fallocate(file, 1, ctypes.c_long(0), length)
            # FS_IOC_RESVSP and FS_IOC_RESVSP64: struct space_resv
            for request in (0x40305828, 0x4030582A):
                area = (ctypes.c_int64 * 6)(0, 0, 300 << 20, 0, 0, 0)
                libc.ioctl(file, ctypes.c_ulong(request), area)
            # Freeing is allowed.
            os.write(file, b'x' * 8192)
            if libc.fallocate(file, 3, ctypes.c_long(0), ctypes.c_long(4096)) != 0:
                print('! a hole cannot be made:', os.strerror(ctypes.get_errno()))
            if os.fstat(file).st_blocks > 100:
                print('!', os.fstat(file).st_blocks * 512, 'bytes are taken')
            print('done')
            """,
            Observation::noBreach),
        AbuseCase.python(
            "reopened-descriptors",
            "no open file leads out of the workspace",
            """
            import os
            for process in [p for p in os.listdir('/proc') if p.isdigit()]:
                folder = f'/proc/{process}/fd'
                try:
                    names = os.listdir(folder)
                except OSError:
                    continue
                for path in [f'{folder}/{name}' for name in names]:
                    try:
                        target = os.readlink(path)
                        if not target.startswith('/') or target.startswith(('/workspace/', '/dev/')):
                            continue
                        try:
                            os.chmod(path, 0o600)
                        except OSError:
                            pass
                        with open(path, 'r+b'):
                            print('!', target, 'can be written')
                    except OSError:
                        pass
            print('done')
            """,
            Observation::noBreach),
        AbuseCase.python(
            "swapped-links",
            "folders that turn into links while they are looked at lead nowhere",
            """
            import os, time
            end = time.time() + 2
            os.mkdir('here'); open('here/x', 'w').close()
            while time.time() < end:
                os.rename('here', 'there'); os.symlink('/etc', 'here')
                os.unlink('here'); os.rename('there', 'here')
            os.rename('here', 'there'); os.symlink('@secret@', 'here')
            print('done')
            """,
            seen -> all(seen.noBreach(), leftovers(seen.workspace()))));
  }

  private static List<String> leftovers(Path workspace) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(workspace)) {
      for (Path each : files.toList()) {
        int mode = (Integer) Files.getAttribute(each, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        String name = workspace.relativize(each).toString();
        switch (mode & 0170000) {
          case 0100000, 0040000 -> {
            if ((mode & 07000) != 0) {
              found.add(name + " has set-id bits");
            }
          }
          case 0120000 -> {}
          default -> found.add(name + " is neither file, folder nor link");
        }
      }
    } catch (IOException e) {
      found.add("the workspace cannot be read: " + e.getMessage());
    }
    return found;
  }
}
