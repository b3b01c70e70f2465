/** How the service is: health, metrics, and the files that tell the local command about it. */
@NullMarked
package io.aleff.server.health;

import org.jspecify.annotations.NullMarked;
