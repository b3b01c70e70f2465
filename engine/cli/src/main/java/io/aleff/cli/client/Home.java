package io.aleff.cli.client;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * {@code $ALEFF_HOME}: where a service on this machine says its address and leaves tokens.
 *
 * @param folder by default {@code ~/.aleff}
 * @param tokenOfEnvironment {@code $ALEFF_TOKEN}, or null
 */
public record Home(Path folder, @Nullable String tokenOfEnvironment) {

  private static final URI DEFAULT_SERVER = URI.create("http://127.0.0.1:8420");
  private static final String DEFAULT_USER = "admin";
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*");

  public static Home of(Map<String, String> environment) {
    String given = environment.get("ALEFF_HOME");
    String user = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
    Path folder =
        given == null || given.isBlank() ? Path.of(user, ".aleff") : Path.of(given.strip());
    String token = environment.get("ALEFF_TOKEN");
    return new Home(folder, token == null || token.isBlank() ? null : token.strip());
  }

  /**
   * @param server null takes what the home folder says
   * @param token null takes the environment's, then the user's in the home folder
   * @param user null is the administrator
   * @throws CommandFailure when the address is wrong or a named user has no token
   */
  public AleffClient connect(
      @Nullable String server, @Nullable String token, @Nullable String user) {
    URI address = server == null ? server() : address(server);
    return new AleffClient(address, token(address, server != null, token, user));
  }

  /** The address in {@code server.json}, or the default one. */
  public URI server() {
    Path file = folder.resolve("server.json");
    try {
      String url = Json.MAPPER.readTree(Files.readString(file)).path("url").asString("");
      return url.isEmpty() ? DEFAULT_SERVER : address(url);
    } catch (IOException | JacksonException e) {
      return DEFAULT_SERVER;
    }
  }

  private static URI address(String text) {
    try {
      URI uri = URI.create(text.replaceAll("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, as any other wrong address.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "\"" + text + "\" is not the address of a service.",
        List.of("Maybe http://127.0.0.1:8420?"));
  }

  private @Nullable String token(
      URI address, boolean named, @Nullable String token, @Nullable String user) {
    if (token != null) {
      return token;
    }
    if (user == null && tokenOfEnvironment != null) {
      return tokenOfEnvironment;
    }
    // A token of this machine's service is no stranger's business unless the user says so.
    if (user == null && named && !address.equals(server())) {
      return null;
    }
    String found = stored(user == null ? DEFAULT_USER : user);
    if (found == null && user != null) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "There is no token for the user \"" + user + "\" in " + folder.resolve("tokens") + ".",
          List.of("Give one with --token or ALEFF_TOKEN."));
    }
    return found;
  }

  private @Nullable String stored(String user) {
    if (!USER.matcher(user).matches()) {
      throw new CommandFailure(ExitCode.USAGE, "\"" + user + "\" is not the name of a user.");
    }
    try {
      String token = Files.readString(folder.resolve("tokens").resolve(user + ".token")).strip();
      return token.isEmpty() ? null : token;
    } catch (IOException e) {
      return null;
    }
  }
}
