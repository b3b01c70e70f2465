package io.aleff.htn.search;

import io.aleff.htn.ground.GroundProblem;
import java.util.BitSet;

/**
 * A partially ordered task network, in an order that respects its constraints. Entries are tasks,
 * or the precondition of a method, written as {@code ~method}. Never changed.
 */
final class Network {

  final int[] entries;
  final int[] ids;

  /** For each entry, the earlier ones that must be over first; not closed transitively. */
  final BitSet[] before;

  Network(int[] entries, int[] ids, BitSet[] before) {
    this.entries = entries;
    this.ids = ids;
    this.before = before;
  }

  int size() {
    return entries.length;
  }

  boolean isFree(int position) {
    return before[position].isEmpty();
  }

  /** The network after an entry is done. */
  Network without(int position) {
    int size = entries.length - 1;
    int[] rest = new int[size];
    int[] restIds = new int[size];
    BitSet[] order = new BitSet[size];
    for (int i = 0; i < size; i++) {
      int old = i < position ? i : i + 1;
      rest[i] = entries[old];
      restIds[i] = ids[old];
      order[i] = old > position ? shifted(before[old], position, -1) : before[old];
    }
    return new Network(rest, restIds, order);
  }

  /** The network with a free compound task replaced by the subtasks of a method. */
  Network decomposed(GroundProblem problem, int position, int method, int firstId) {
    int[] subtasks = problem.subtasks[method];
    int guard = problem.methodNeeds[method].length > 0 ? 1 : 0;
    int added = subtasks.length + guard;
    if (added == 0) {
      return without(position);
    }
    int size = entries.length - 1 + added;
    int[] all = new int[size];
    int[] allIds = new int[size];
    BitSet[] order = new BitSet[size];
    System.arraycopy(entries, 0, all, 0, position);
    System.arraycopy(ids, 0, allIds, 0, position);
    System.arraycopy(before, 0, order, 0, position);
    BitSet own = new BitSet();
    own.set(position, position + added);
    if (guard > 0) {
      all[position] = ~method;
      allIds[position] = -1;
      order[position] = new BitSet();
    }
    BitSet[] inner = problem.before[method];
    for (int i = 0; i < subtasks.length; i++) {
      int at = position + guard + i;
      all[at] = subtasks[i];
      allIds[at] = firstId + i;
      order[at] = inner(inner, i, position + guard);
      if (guard > 0) {
        order[at].set(position);
      }
    }
    for (int old = position + 1; old < entries.length; old++) {
      int at = old - 1 + added;
      all[at] = entries[old];
      allIds[at] = ids[old];
      order[at] = shifted(before[old], position, added - 1);
      if (before[old].get(position)) {
        order[at].or(own);
      }
    }
    return new Network(all, allIds, order);
  }

  private static BitSet inner(BitSet[] order, int i, int from) {
    BitSet inner = new BitSet();
    if (order.length == 0) {
      inner.set(from, from + i);
    } else {
      order[i].stream().forEach(b -> inner.set(from + b));
    }
    return inner;
  }

  /** The set without {@code position}, and with what lies behind it moved. */
  private static BitSet shifted(BitSet set, int position, int by) {
    BitSet moved = new BitSet();
    for (int b = set.nextSetBit(0); b >= 0; b = set.nextSetBit(b + 1)) {
      if (b < position) {
        moved.set(b);
      } else if (b > position) {
        moved.set(b + by);
      }
    }
    return moved;
  }

  /** Equal for networks that differ only in how their entries are numbered. */
  long hash() {
    int size = entries.length;
    long[] down = new long[size];
    long[] up = new long[size];
    for (int i = 0; i < size; i++) {
      long sum = 0;
      for (int b = before[i].nextSetBit(0); b >= 0; b = before[i].nextSetBit(b + 1)) {
        sum += down[b];
      }
      down[i] = mix(entries[i] * 31L + mix(sum));
    }
    for (int i = size - 1; i >= 0; i--) {
      up[i] = mix(down[i] ^ mix(up[i]));
      for (int b = before[i].nextSetBit(0); b >= 0; b = before[i].nextSetBit(b + 1)) {
        up[b] += up[i];
      }
    }
    long hash = 0;
    for (int i = 0; i < size; i++) {
      hash += up[i];
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long h = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L + 0x9E3779B97F4A7C15L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }
}
