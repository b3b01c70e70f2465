package io.aleff.rego.compile;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.Value;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One branch of a rule as the type checker needs it.
 *
 * @param path the place under {@code data}
 * @param keys the rest of the head, which is known only when the rule runs
 * @param params the parameters of a function, null for other rules
 * @param bound the slots of the parameters
 * @param member whether the head is a member of a set
 * @param schemas what annotations say of the documents it reads, the innermost last
 * @param broken whether errors were found before; then the rule may have any type
 */
record TypedRule(
    List<Value> path,
    List<Ir.Term> keys,
    @Nullable List<Ir.Term> params,
    List<Ir.Stmt> body,
    BitSet bound,
    Ir.Term head,
    boolean member,
    List<SchemaUse> schemas,
    SourceLocation at,
    boolean broken) {}
