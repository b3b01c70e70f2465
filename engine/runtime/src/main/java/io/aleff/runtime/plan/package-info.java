/** Plans as process models: their shape, their drawing and their text. */
@NullMarked
package io.aleff.runtime.plan;

import org.jspecify.annotations.NullMarked;
