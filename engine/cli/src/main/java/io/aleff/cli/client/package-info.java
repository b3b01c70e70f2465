/** The service as the command line sees it: address, token, requests and the event stream. */
@NullMarked
package io.aleff.cli.client;

import org.jspecify.annotations.NullMarked;
