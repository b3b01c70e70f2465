package io.aleff.sandbox.abuse;

import java.util.ArrayList;
import java.util.List;

/** System calls that open the kernel, and ways to more privileges. */
final class KernelAbuse {

  private static final String PRELUDE =
      """
      import ctypes, os, platform, socket
      libc = ctypes.CDLL(None, use_errno=True)
      arm = platform.machine() == 'aarch64'
      def call(name, x86, other, *args):
          result = libc.syscall(ctypes.c_long(other if arm else x86), *[ctypes.c_long(x) for x in args])
          error = ctypes.get_errno()
          if result >= 0 or error not in (1, 38): print('!', name, 'gives', result, os.strerror(error))
      """;

  private KernelAbuse() {}

  static List<AbuseCase> cases() {
    List<AbuseCase> cases = new ArrayList<>();
    cases.add(calls("unshare", "call('unshare', 272, 97, 0x10000000)"));
    cases.add(calls("clone-namespace", "call('clone', 56, 220, 0x10000000 | 17, 0, 0, 0, 0)"));
    cases.add(calls("clone3", "call('clone3', 435, 435, 0, 0)"));
    cases.add(calls("setns", "call('setns', 308, 268, 0, 0)"));
    cases.add(
        calls("mount", "call('mount', 165, 40, 0, 0, 0, 0, 0)\ncall('fsopen', 430, 430, 0, 0)"));
    cases.add(
        calls(
            "ptrace",
            "call('ptrace', 101, 117, 0, 0, 0, 0)\n"
                + "call('process_vm_readv', 310, 270, os.getpid(), 0, 0, 0, 0, 0)"));
    cases.add(calls("bpf", "call('bpf', 321, 280, 0, 0, 0)"));
    cases.add(calls("io-uring", "call('io_uring_setup', 425, 425, 1, 0)"));
    cases.add(
        calls(
            "keyctl",
            "call('keyctl', 250, 219, 0, -3, 0)\ncall('add_key', 248, 217, 0, 0, 0, 0, 0)"));
    cases.add(calls("perf", "call('perf_event_open', 298, 241, 0, 0, 0, 0, 0)"));
    cases.add(calls("userfaultfd", "call('userfaultfd', 323, 282, 1)"));
    cases.add(calls("personality", "call('personality', 135, 92, 0x0040000)"));
    cases.add(calls("open-by-handle", "call('open_by_handle_at', 304, 265, -1, 0, 0)"));
    cases.add(
        calls(
            "kexec-module",
            "call('kexec_load', 246, 104, 0, 0, 0, 0)\ncall('init_module', 175, 105, 0, 0, 0)"));
    cases.add(socket("vsock", 40, "SOCK_STREAM"));
    cases.add(socket("netlink", 16, "SOCK_RAW"));
    cases.add(socket("packet", 17, "SOCK_RAW"));
    cases.add(socket("alg", 38, "SOCK_SEQPACKET"));
    cases.add(terminal());
    cases.add(privileges());
    return cases;
  }

  private static AbuseCase calls(String name, String code) {
    return AbuseCase.python(
        name, "not permitted", PRELUDE + code + "\nprint('done')", Observation::noBreach);
  }

  private static AbuseCase socket(String name, int family, String type) {
    return calls(
        name,
        """
        for family in (%d, 1 << 32 | %d):
            call('socket', 41, 198, family, socket.%s, 0)
        """
            .formatted(family, family, type));
  }

  /** Also with high bits that the kernel ignores, and a filter must, too. */
  private static AbuseCase terminal() {
    return calls(
        "terminal-input",
        "call('TIOCSTI', 16, 29, 0, 0x5412, 0)\ncall('TIOCSTI high', 16, 29, 0, 1 << 32 | 0x5412, 0)");
  }

  private static AbuseCase privileges() {
    return AbuseCase.python(
        "privileges",
        "no capability, no new privileges, set-id bits without effect",
        """
        import os, subprocess, shutil
        status = dict(line.split(':', 1) for line in open('/proc/self/status').read().splitlines())
        if status['NoNewPrivs'].strip() != '1': print('! new privileges are possible')
        for kind in ('CapEff', 'CapPrm', 'CapAmb', 'CapInh'):
            if int(status[kind], 16): print('!', kind, status[kind])
        if os.getuid() == 0: print('! it is root')
        shutil.copy('/usr/bin/id', 'own-id'); os.chmod('own-id', 0o6755)
        try:
            if subprocess.run(['./own-id', '-u'], capture_output=True, text=True).stdout.strip() == '0':
                print('! set-id bits have an effect')
        except OSError:
            pass
        for change in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.chroot('/')):
            try:
                change()
                print('! privileges can be changed')
            except OSError:
                pass
        print('done')
        """,
        Observation::noBreach);
  }
}
