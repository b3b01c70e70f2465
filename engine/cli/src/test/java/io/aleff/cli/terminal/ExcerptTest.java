package io.aleff.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void cutsToTheWidthAndSaysSo() {
    assertThat(Excerpt.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Excerpt.cut("abcdef", 4)).isEqualTo("abc…");
    assertThat(Excerpt.cut("a😀cdef", 3)).isEqualTo("a😀…");
  }

  @Test
  void keepsWhatFailedAndTheLastLine() {
    assertThat(Excerpt.gist("line 1: x\nline 2: y\nnot clean: 3\n\n")).isEqualTo("not clean: 3");
    assertThat(Excerpt.gist("clean(a) is excluded: failed: line 1\nnot clean: 3"))
        .isEqualTo("clean(a) is excluded: failed: not clean: 3");
    assertThat(Excerpt.gist("one line")).isEqualTo("one line");
  }
}
