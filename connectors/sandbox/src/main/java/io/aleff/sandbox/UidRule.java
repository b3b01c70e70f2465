package io.aleff.sandbox;

/** Which host user ids a sandbox may run as. */
@FunctionalInterface
interface UidRule {

  /** Never root: bubblewrap started by root would map the host's root into the sandbox. */
  UidRule NEVER_ROOT = uid -> uid > 0;

  boolean permits(int uid);
}
