package io.aleff.sandbox.seccomp;

import java.util.OptionalInt;

/**
 * System calls that sandboxed code never needs and that widen the kernel's attack surface. Numbers
 * are from the kernel's {@code unistd_64.h} and {@code asm-generic/unistd.h}; -1 where an
 * architecture has no such call.
 */
enum DeniedCall {
  // other processes' memory and state
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PROCESS_MADVISE(440, 440),
  PROCESS_MRELEASE(448, 448),
  KCMP(312, 272),
  PIDFD_GETFD(438, 438),
  // kernel programs and rings
  BPF(321, 280),
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  MEMFD_SECRET(447, 447),
  // the kernel's key ring
  KEYCTL(250, 219),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  // namespaces and mounts
  UNSHARE(272, 97),
  SETNS(308, 268),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  // the kernel itself
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  CREATE_MODULE(174, -1),
  QUERY_MODULE(178, -1),
  GET_KERNEL_SYMS(177, -1),
  REBOOT(169, 142),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  ACCT(163, 89),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443, 443),
  SYSLOG(103, 116),
  LOOKUP_DCOOKIE(212, 18),
  NFSSERVCTL(180, 42),
  // clock and host name
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  CLOCK_ADJTIME(305, 266),
  ADJTIMEX(159, 171),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  // hardware and old interfaces
  IOPL(172, -1),
  IOPERM(173, -1),
  MODIFY_LDT(154, -1),
  PERSONALITY(135, 92),
  USELIB(134, -1),
  USTAT(136, -1),
  SYSFS(139, -1),
  SYSCTL(156, -1),
  VHANGUP(153, 58),
  VSERVER(236, -1),
  AFS_SYSCALL(183, -1),
  TUXCALL(184, -1),
  SECURITY(185, -1),
  PUTPMSG(182, -1),
  GETPMSG(181, -1),
  EPOLL_CTL_OLD(214, -1),
  EPOLL_WAIT_OLD(215, -1),
  REMAP_FILE_PAGES(216, 234),
  // files past the path checks
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),
  // memory placement
  MBIND(237, 235),
  SET_MEMPOLICY(238, 237),
  GET_MEMPOLICY(239, 236),
  MIGRATE_PAGES(256, 238),
  MOVE_PAGES(279, 239),
  SET_MEMPOLICY_HOME_NODE(450, 450),
  STATMOUNT(457, 457),
  LISTMOUNT(458, 458);

  private final int x86;
  private final int arm;

  DeniedCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  OptionalInt number(Architecture architecture) {
    int number =
        switch (architecture) {
          case X86_64 -> x86;
          case AARCH64 -> arm;
        };
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
