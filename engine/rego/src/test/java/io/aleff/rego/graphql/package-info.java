@org.jspecify.annotations.NullMarked
package io.aleff.rego.graphql;
