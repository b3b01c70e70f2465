package io.aleff.sandbox.abuse;

import io.aleff.sandbox.SandboxReport.Reason;
import java.util.List;

/** Programs that reach for the host: its files, processes and networks. */
final class HostAbuse {

  private HostAbuse() {}

  static List<AbuseCase> cases() {
    return List.of(
        read(),
        write(),
        AbuseCase.python(
            "write-kernel-settings",
            "nothing can be written",
            """
            for path in ['/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/sys/vm/drop_caches',
                         '/sys/kernel/uevent_helper', '/proc/sys/kernel/modprobe', '/sys/power/state']:
                try:
                    open(path, 'r+').close()
                    print('!', path, 'can be opened for writing')
                except OSError:
                    pass
            print('done')
            """,
            Observation::noBreach),
        AbuseCase.python(
            "server-environment",
            "no variable of the server",
            """
            import os
            known = {'PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'ALEFF_WORKSPACE', 'PYTHONUNBUFFERED', 'HOSTNAME',
                     'PYTHONDONTWRITEBYTECODE', 'PWD', 'SHLVL', '_', 'OLDPWD', 'LC_CTYPE'}
            for name in sorted(set(os.environ) - known):
                print('! the variable', name)
            print('done')
            """,
            Observation::noBreach),
        processes(),
        devices(),
        network());
  }

  private static AbuseCase read() {
    return AbuseCase.python(
        "read-host",
        "no file of the host or another run",
        """
        import os
        for path in ['@secret@', '/root', '/etc/shadow', '/run/docker.sock', '/var/run/docker.sock',
                     '/proc/@pid@/environ', '/proc/@pid@/mem', '/proc/1/root/@secret@', '/proc/self/root/@secret@',
                     '/workspace/../@secret@']:
            try:
                found = os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(20)
                if found: print('!', path, 'can be read')
            except OSError:
                pass
        if os.path.exists('/run/docker.sock') or os.path.exists(os.path.dirname('@secret@')):
            print('! the host is in sight')
        print('done')
        """,
        Observation::noBreach);
  }

  private static AbuseCase write() {
    return AbuseCase.python(
        "write-outside",
        "only /workspace, /tmp and /dev/shm can be written",
        """
        for path in ['/x', '/usr/x', '/etc/x', '/etc/passwd', '/dev/x', '/aleff/x', '/bin/x', '/var/x', '/root/x',
                     '/lib/x', '/opt/x', '/var/tmp/x', '/run/lock/x', '/workspace/../x']:
            try:
                open(path, 'a').close()
                print('!', path, 'can be written')
            except OSError:
                pass
        for path in ['/workspace/x', '/tmp/x', '/dev/shm/x']:
            open(path, 'w').close()
        print('done')
        """,
        Observation::noBreach);
  }

  /** Signal 0 asks only whether there is such a process. */
  private static AbuseCase processes() {
    return AbuseCase.python(
        "see-processes",
        "no process but its own",
        """
        import os
        pids = [int(p) for p in os.listdir('/proc') if p.isdigit()]
        if len(pids) > 8: print('!', len(pids), 'processes can be seen')
        if os.path.exists('/proc/@pid@/status') and @pid@ > 50: print('! the server can be seen')
        try:
            if @pid@ > 50:
                os.kill(@pid@, 0)
                print('! the server can be signalled')
        except ProcessLookupError:
            pass
        except PermissionError:
            print('! the server can be reached by a signal')
        print('done')
        """,
        Observation::noBreach);
  }

  private static AbuseCase devices() {
    return AbuseCase.python(
        "devices",
        "none but harmless ones; no socket of an engine",
        """
        import os, stat
        for path in ['/dev/kvm', '/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda', '/dev/fuse', '/dev/net/tun',
                     '/var/run/docker.sock', '/run/containerd/containerd.sock', '/run/podman/podman.sock']:
            if os.path.exists(path): print('!', path, 'is there')
        for name, kind, device in [('b', stat.S_IFBLK, os.makedev(8, 0)), ('c', stat.S_IFCHR, os.makedev(1, 1))]:
            try:
                os.mknod(name, 0o600 | kind, device)
                print('! a device node can be made')
            except OSError:
                pass
        print('done')
        """,
        Observation::noBreach);
  }

  private static AbuseCase network() {
    return AbuseCase.python(
        "network",
        "nothing answers: loopback, gateway, metadata, any host, DNS",
        """
        import socket
        for address in [('127.0.0.1', @port@), ('172.17.0.1', @port@), ('169.254.169.254', 80), ('1.1.1.1', 53),
                        ('8.8.8.8', 443)]:
            try:
                socket.create_connection(address, 1)
                print('!', address, 'answers')
            except OSError:
                pass
        try:
            socket.getaddrinfo('example.com', 80)
            print('! names can be looked up')
        except OSError:
            pass
        interfaces = open('/proc/net/dev').read().count(':')
        if interfaces > 1: print('!', interfaces, 'network interfaces')
        print('done')
        """,
        seen -> seen.report().reason() == Reason.DEADLINE ? List.of() : seen.noBreach());
  }
}
