/** The few calls that Camunda Modeler makes, answered by Aleff: a deployment is a release. */
@NullMarked
package io.aleff.server.modeler;

import org.jspecify.annotations.NullMarked;
