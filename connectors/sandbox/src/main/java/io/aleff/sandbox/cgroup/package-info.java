/**
 * Total limits on memory, processes and processor time by control groups, version 1 and 2, where
 * the engine may write them.
 */
@NullMarked
package io.aleff.sandbox.cgroup;

import org.jspecify.annotations.NullMarked;
