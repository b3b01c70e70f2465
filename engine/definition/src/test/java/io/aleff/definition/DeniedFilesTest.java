package io.aleff.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedFilesTest {

  @ParameterizedTest
  @CsvSource({
    ".env, .env",
    "deep/.ENV.production, .env.*",
    "home/.ssh/id_rsa, id_rsa",
    "certs/server.PEM, *.pem",
    ".aws/credentials, **.aws/credentials",
    "a/b/.aws/credentials, **.aws/credentials"
  })
  void namesThePatternThatDenies(String path, String pattern) {
    assertThat(DeniedFiles.STANDARD.pattern(path)).isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", ".env.example", "id_rsa.pub", "pem.txt", "credentials", "out.csv"})
  void leavesOrdinaryFilesAlone(String path) {
    assertThat(DeniedFiles.STANDARD.pattern(path)).isNull();
  }

  @Test
  void addsATenantsOwn() {
    DeniedFiles files = new DeniedFiles(List.of("*.secret", "private/*"));
    assertThat(files.pattern("a/b.secret")).isEqualTo("*.secret");
    assertThat(files.pattern("private/x")).isEqualTo("private/*");
    assertThat(files.pattern("private/deep/x")).isNull();
    assertThat(files.pattern("other/private")).isNull();
    assertThat(files.pattern(".env")).isEqualTo(".env");
  }
}
