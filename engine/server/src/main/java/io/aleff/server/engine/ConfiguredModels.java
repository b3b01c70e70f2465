package io.aleff.server.engine;

import io.aleff.connector.standard.model.ModelConfiguration;
import io.aleff.runtime.port.Models;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.config.ModelSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models of the settings, as the runtime and the connector know them. */
final class ConfiguredModels implements Models {

  private static final String NAME = "[a-z][a-z0-9-]*";

  private final Map<String, ModelConfiguration> models = new TreeMap<>();
  private final Map<String, ModelSettings> settings;

  private ConfiguredModels(Map<String, ModelSettings> settings) {
    this.settings = settings;
  }

  /**
   * @param environment value of an environment variable; null when it is not set
   * @throws IllegalArgumentException when a model cannot be used as it is configured
   */
  static ConfiguredModels of(
      AleffSettings settings, SecretFiles secrets, Function<String, @Nullable String> environment) {
    ConfiguredModels all = new ConfiguredModels(settings.models());
    settings
        .models()
        .forEach(
            (name, each) -> all.models.put(name, configuration(name, each, secrets, environment)));
    return all;
  }

  private static ModelConfiguration configuration(
      String name,
      ModelSettings model,
      SecretFiles secrets,
      Function<String, @Nullable String> environment) {
    String at = "aleff.models." + name;
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          at + " has no good name, expected small letters, digits and hyphens such as coder.");
    }
    URI address = Objects.requireNonNullElse(model.baseUrl(), model.provider().address());
    if (!safe(address)) {
      throw new IllegalArgumentException(
          at
              + ".base-url is not safe, expected https://… without a user in it, or http://… on this"
              + " machine: prompts hold data of runs.");
    }
    return new ModelConfiguration(
        name,
        model.provider(),
        address,
        model.id(),
        key(at, model, secrets, environment),
        model.timeout(),
        model.maxTokens(),
        model.temperature());
  }

  private static ModelConfiguration.Key key(
      String at,
      ModelSettings model,
      SecretFiles secrets,
      Function<String, @Nullable String> environment) {
    String secret = model.keySecret();
    String variable = model.keyEnv();
    if (secret != null && variable != null) {
      throw new IllegalArgumentException(at + " has key-secret and key-env, expected one of both.");
    }
    if (secret != null) {
      return new ModelConfiguration.Key("secret " + secret, () -> secrets.find(secret));
    }
    return variable == null
        ? ModelConfiguration.Key.NONE
        : new ModelConfiguration.Key(
            "environment variable " + variable, () -> value(environment.apply(variable)));
  }

  private static Optional<String> value(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static boolean safe(URI address) {
    String host = address.getHost();
    if (host == null || address.getUserInfo() != null) {
      return false;
    }
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme()) && isThisMachine(host));
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  Collection<ModelConfiguration> all() {
    return models.values();
  }

  @Override
  public Models.@Nullable Model find(String name) {
    ModelConfiguration model = models.get(name);
    ModelSettings own = settings.get(name);
    return model == null || own == null
        ? null
        : new Models.Model(
            name, model.provider().word(), model.id(), model.host(), own.tokensPerRun());
  }
}
