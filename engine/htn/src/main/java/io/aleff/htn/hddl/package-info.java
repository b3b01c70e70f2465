/**
 * HDDL, the language of the hierarchical planning competitions (Höller et al. 2020): read into, and
 * printed from, the model of task networks.
 */
@NullMarked
package io.aleff.htn.hddl;

import org.jspecify.annotations.NullMarked;
