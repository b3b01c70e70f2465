/**
 * What a definition is: source text with locations, diagnostics, canonical JSON and digests, YAML
 * reading, releases. Knows the semantics of no definition language.
 */
@NullMarked
package io.aleff.definition;

import org.jspecify.annotations.NullMarked;
