package io.aleff.connector.standard.model;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model that the operator has configured.
 *
 * @param name by which definitions ask for it
 * @param baseUrl HTTPS, or HTTP to this machine
 * @param id the provider's name of the model
 * @param key of the provider
 * @param timeout of a call, from its start to the last byte of the answer
 * @param maxTokens most tokens of an answer
 * @param temperature 0 for the answer that is most likely
 */
public record ModelConfiguration(
    String name,
    Provider provider,
    URI baseUrl,
    String id,
    Key key,
    Duration timeout,
    int maxTokens,
    double temperature) {

  /** Whose protocol it speaks. */
  public enum Provider {
    /** Any server that answers as OpenAI's chat completions do. */
    OPENAI("openai", "https://api.openai.com/v1"),
    ANTHROPIC("anthropic", "https://api.anthropic.com/v1"),
    OLLAMA("ollama", "http://127.0.0.1:11434");

    private final String word;
    private final String address;

    Provider(String word, String address) {
      this.word = word;
      this.address = address;
    }

    /** As settings and audit events write it. */
    public String word() {
      return word;
    }

    /** Where it is unless the operator says otherwise. */
    public URI address() {
      return URI.create(address);
    }
  }

  /**
   * How to get the key of a provider.
   *
   * @param source where it comes from, for people; empty when none is needed
   * @param value read anew for each call, so that a new key needs no restart
   */
  public record Key(String source, Supplier<Optional<String>> value) {

    /** For a provider that asks for none. */
    public static final Key NONE = new Key("", Optional::empty);

    boolean needed() {
      return !source.isEmpty();
    }

    /** Whether a call can be made with it. */
    public boolean present() {
      return !needed() || value.get().isPresent();
    }

    @Override
    public String toString() {
      return needed() ? source : "none";
    }
  }

  /** The host that prompts are sent to. */
  public String host() {
    return baseUrl.getHost();
  }
}
