/**
 * What a workspace says about itself: checkpoints, changes between two of them, stored files. Those
 * who keep workspaces and those who show them share these records, which map to JSON as they are.
 */
@NullMarked
package io.aleff.connector.workspace;

import org.jspecify.annotations.NullMarked;
