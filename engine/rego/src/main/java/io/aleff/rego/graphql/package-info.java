/**
 * GraphQL documents: read, checked against a schema, and written as values in the form that OPA
 * gives them. After the GraphQL specification of October 2021.
 */
@NullMarked
package io.aleff.rego.graphql;

import org.jspecify.annotations.NullMarked;
