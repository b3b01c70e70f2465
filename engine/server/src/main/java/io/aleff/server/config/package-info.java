/** Configuration: the home folder, its lock, and one validated record for each prefix. */
@NullMarked
package io.aleff.server.config;

import org.jspecify.annotations.NullMarked;
