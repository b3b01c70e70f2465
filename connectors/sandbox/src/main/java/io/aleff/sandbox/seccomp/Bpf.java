package io.aleff.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembler for the classic BPF that seccomp takes ({@code linux/filter.h}). Jumps are relative and
 * only go forward, as in the machine itself.
 */
final class Bpf {

  static final int LOAD_WORD = 0x20;
  static final int JUMP_EQUAL = 0x15;
  static final int JUMP_GREATER = 0x25;
  static final int JUMP_ANY_BIT = 0x45;
  static final int RETURN = 0x06;

  /** One instruction as {@code struct sock_filter} has it. */
  record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private final List<Instruction> instructions = new ArrayList<>();

  Bpf load(int offset) {
    return add(LOAD_WORD, 0, 0, offset);
  }

  Bpf result(int verdict) {
    return add(RETURN, 0, 0, verdict);
  }

  /** Goes on with the next instruction when equal, else skips {@code skip} instructions. */
  Bpf skipUnlessEqual(int value, int skip) {
    return add(JUMP_EQUAL, 0, skip, value);
  }

  Bpf skipIfEqual(int value, int skip) {
    return add(JUMP_EQUAL, skip, 0, value);
  }

  Bpf skipUnlessGreater(int value, int skip) {
    return add(JUMP_GREATER, 0, skip, value);
  }

  Bpf skipUnlessAnyBit(int mask, int skip) {
    return add(JUMP_ANY_BIT, 0, skip, mask);
  }

  List<Instruction> instructions() {
    return List.copyOf(instructions);
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(instructions.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction each : instructions) {
      bytes.putShort((short) each.code());
      bytes.put((byte) each.ifTrue());
      bytes.put((byte) each.ifFalse());
      bytes.putInt(each.operand());
    }
    return bytes.array();
  }

  private Bpf add(int code, int ifTrue, int ifFalse, int operand) {
    if (ifTrue > 255 || ifFalse > 255) {
      throw new IllegalArgumentException("A jump reaches 255 instructions at most.");
    }
    instructions.add(new Instruction(code, ifTrue, ifFalse, operand));
    return this;
  }
}
