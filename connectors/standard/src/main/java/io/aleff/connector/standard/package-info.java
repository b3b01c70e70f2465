/** What the standard connectors share: reading arguments, and files of a step's workspace. */
@NullMarked
package io.aleff.connector.standard;

import org.jspecify.annotations.NullMarked;
