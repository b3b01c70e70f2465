/** The inbox of approvers over REST. */
@NullMarked
package io.aleff.server.approval;

import org.jspecify.annotations.NullMarked;
