/** The inbox of approvals and the answers to them. */
@NullMarked
package io.aleff.cli.approval;

import org.jspecify.annotations.NullMarked;
