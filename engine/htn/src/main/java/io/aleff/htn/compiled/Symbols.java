package io.aleff.htn.compiled;

import io.aleff.htn.Domain;
import io.aleff.htn.Term;
import io.aleff.htn.Types;
import io.aleff.htn.WorldState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers of objects, predicates and tasks, and the objects of each type. */
final class Symbols {

  /** The widest relation that the indexes can serve. */
  static final int WIDEST = 30;

  final List<String> objects = new ArrayList<>();
  final List<String> predicates;
  final List<Integer> arities = new ArrayList<>();
  private final Map<String, Integer> objectNumbers = new HashMap<>();
  private final Map<String, Integer> predicateNumbers = new HashMap<>();
  private final Map<String, String> typeOf = new LinkedHashMap<>();
  private final Map<String, BitSet> byType = new HashMap<>();
  private final Types types;

  Symbols(Domain domain, WorldState state) throws Unsupported {
    types = domain.types();
    typeOf.putAll(domain.constants());
    typeOf.putAll(state.objects());
    for (String object : typeOf.keySet()) {
      objectNumbers.put(object, objects.size());
      objects.add(object);
    }
    predicates = List.copyOf(domain.predicates().keySet());
    for (String predicate : predicates) {
      predicateNumbers.put(predicate, arities.size());
      arities.add(narrow(predicate, domain.predicates().getOrDefault(predicate, List.of()).size()));
    }
  }

  static int narrow(String name, int width) throws Unsupported {
    if (width > WIDEST) {
      throw new Unsupported("\"" + name + "\" has more than " + WIDEST + " parameters");
    }
    return width;
  }

  BitSet objectsOf(String type) throws Unsupported {
    if (Types.isLiteral(type)) {
      throw new Unsupported("parameters of type \"" + type + "\"");
    }
    return byType.computeIfAbsent(type, this::find);
  }

  private BitSet find(String type) {
    BitSet found = new BitSet();
    for (int o = 0; o < objects.size(); o++) {
      if (types.isA(typeOf.getOrDefault(objects.get(o), Types.OBJECT), type)) {
        found.set(o);
      }
    }
    return found;
  }

  int object(String name) throws Unsupported {
    Integer number = objectNumbers.get(name);
    if (number == null) {
      throw new Unsupported("\"" + name + "\" is not an object");
    }
    return number;
  }

  int predicate(String name) throws Unsupported {
    Integer number = predicateNumbers.get(name);
    if (number == null) {
      throw new Unsupported("\"" + name + "\" is not a predicate");
    }
    return number;
  }

  int term(Term term, Map<String, Integer> scope) throws Unsupported {
    return switch (term) {
      case Term.Constant constant -> ~object(constant.value());
      case Term.Variable variable -> {
        Integer bound = scope.get(variable.name());
        if (bound == null) {
          throw new Unsupported("\"" + variable.name() + "\" is not bound");
        }
        yield bound;
      }
    };
  }

  List<Integer> terms(List<Term> terms, Map<String, Integer> scope) throws Unsupported {
    List<Integer> numbers = new ArrayList<>(terms.size());
    for (Term term : terms) {
      numbers.add(term(term, scope));
    }
    return numbers;
  }
}
