/** Which hosts and addresses a connector may reach. */
@NullMarked
package io.aleff.connector.net;

import org.jspecify.annotations.NullMarked;
