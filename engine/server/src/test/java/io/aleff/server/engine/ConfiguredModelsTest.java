package io.aleff.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.connector.standard.model.ModelConfiguration;
import io.aleff.server.config.AleffSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Models as the operator's settings describe them. */
class ConfiguredModelsTest {

  @TempDir Path home;

  private AleffSettings settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("aleff.home", home.toString());
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("aleff", AleffSettings.class)
        .get();
  }

  private ConfiguredModels coder(String... settings) {
    Map<String, String> all = new HashMap<>();
    all.put("aleff.models.coder.provider", "openai");
    all.put("aleff.models.coder.id", "gpt");
    for (int i = 0; i < settings.length; i += 2) {
      all.put("aleff.models.coder." + settings[i], settings[i + 1]);
    }
    return ConfiguredModels.of(
        settings(all), new SecretFiles(home), name -> name.equals("CODER_KEY") ? " k1 " : null);
  }

  @Test
  void thereIsNoneByDefault() {
    ConfiguredModels none =
        ConfiguredModels.of(settings(Map.of()), new SecretFiles(home), name -> null);
    assertThat(none.all()).isEmpty();
    assertThat(none.find("coder")).isNull();
  }

  @Test
  void hasTheDefaultsOfItsProvider() {
    ConfiguredModels models = coder("tokens-per-run", "1000");
    ModelConfiguration model = models.all().iterator().next();
    assertThat(model.baseUrl()).hasToString("https://api.openai.com/v1");
    assertThat(model.temperature()).isZero();
    assertThat(model.maxTokens()).isEqualTo(4096);
    assertThat(model.key().present()).as("none is needed").isTrue();
    assertThat(models.find("coder"))
        .isNotNull()
        .satisfies(
            known -> {
              assertThat(known.host()).isEqualTo("api.openai.com");
              assertThat(known.tokensPerRun()).isEqualTo(1000);
            });
  }

  @Test
  void readsTheKeyWhereItIs() throws IOException {
    ModelConfiguration.Key secret = coder("key-secret", "coder-key").all().iterator().next().key();
    assertThat(secret.present()).isFalse();
    Files.writeString(home.resolve("coder-key"), "k2\n");
    assertThat(secret.value().get()).contains("k2");
    ModelConfiguration.Key variable = coder("key-env", "CODER_KEY").all().iterator().next().key();
    assertThat(variable.value().get()).contains("k1");
    assertThat(variable).hasToString("environment variable CODER_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://models.example.com/v1",
        "http://8.8.8.8/v1",
        "ftp://127.0.0.1/v1",
        "https://user:secret@models.example.com/v1",
        "/v1"
      })
  void promptsGoOutOverTlsOnly(String address) {
    assertThatThrownBy(() -> coder("base-url", address)).hasMessageContaining("base-url");
  }

  @Test
  void thisMachineNeedsNoTls() {
    assertThat(coder("base-url", "http://127.0.0.1:11434/v1").all()).hasSize(1);
  }

  @Test
  void oneKeyIsEnough() {
    assertThatThrownBy(() -> coder("key-secret", "a", "key-env", "B"))
        .hasMessageContaining("one of both");
  }

  @Test
  void allSecretsAreKnownByName() throws IOException {
    Files.writeString(home.resolve("one"), "first\n");
    Files.createDirectory(home.resolve("folder"));
    AleffSettings settings =
        settings(
            Map.of(
                "aleff.mail.smtp", "smtp://me:mail-secret@mail.example.com:587",
                "aleff.database.password", "db-secret"));
    assertThat(OwnSecrets.of(settings, new SecretFiles(home)))
        .containsOnly(
            Map.entry("one", "first"),
            Map.entry("aleff.mail.smtp", "mail-secret"),
            Map.entry("aleff.database.password", "db-secret"));
  }
}
