/**
 * The system call filter of a sandbox: a small assembler for classic BPF and the list of calls that
 * sandboxed code may not make.
 */
@NullMarked
package io.aleff.sandbox.seccomp;

import org.jspecify.annotations.NullMarked;
