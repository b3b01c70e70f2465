/**
 * What a connector is: the service provider interface that runs one operation, and the manifest
 * that describes it. A connector never decides whether it may run; it only runs what it is granted.
 */
@NullMarked
package io.aleff.connector;

import org.jspecify.annotations.NullMarked;
