/** What all endpoints share: problems in one form, checks of parameters, and response headers. */
@NullMarked
package io.aleff.server.web;

import org.jspecify.annotations.NullMarked;
