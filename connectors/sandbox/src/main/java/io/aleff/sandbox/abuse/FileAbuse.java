package io.aleff.sandbox.abuse;

import static io.aleff.sandbox.abuse.Observation.all;

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
