package io.aleff.htn;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** All ways to choose an object for each variable, added to a binding; the last varies fastest. */
final class Choices implements Iterable<Map<String, String>> {

  private final List<Parameter> variables;
  private final List<List<String>> values;
  private final Map<String, String> binding;

  Choices(Universe objects, List<Parameter> variables, Map<String, String> binding) {
    this.variables = variables;
    this.values = variables.stream().map(v -> objects.of(v.type())).toList();
    this.binding = binding;
  }

  @Override
  public Iterator<Map<String, String>> iterator() {
    return new Iterator<>() {
      private final int[] at = new int[variables.size()];
      private boolean more = values.stream().noneMatch(List::isEmpty);

      @Override
      public boolean hasNext() {
        return more;
      }

      @Override
      public Map<String, String> next() {
        if (!more) {
          throw new NoSuchElementException();
        }
        Map<String, String> choice = new LinkedHashMap<>(binding);
        for (int i = 0; i < at.length; i++) {
          choice.put(variables.get(i).name(), values.get(i).get(at[i]));
        }
        advance();
        return choice;
      }

      private void advance() {
        int i = at.length - 1;
        while (i >= 0 && ++at[i] == values.get(i).size()) {
          at[i--] = 0;
        }
        more = i >= 0;
      }
    };
  }
}
