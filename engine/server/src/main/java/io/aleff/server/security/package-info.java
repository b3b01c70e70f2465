/**
 * Who may do what: accounts, browser sessions, bearer tokens, the table of access rules, and the
 * guards against forged requests. What no rule allows is refused.
 */
@NullMarked
package io.aleff.server.security;

import org.jspecify.annotations.NullMarked;
