package io.aleff.connector.standard.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;

/** Clients of the providers. They neither retry nor log: both would be done behind our back. */
final class ChatModels {

  private ChatModels() {}

  /**
   * @param key empty for a provider that needs none
   */
  static ChatModel of(ModelConfiguration model, String key, int maxTokens, HttpClientBuilder http) {
    return switch (model.provider()) {
      case OPENAI -> openAi(model, key, maxTokens, http);
      case ANTHROPIC ->
          AnthropicChatModel.builder()
              .httpClientBuilder(http)
              .baseUrl(model.baseUrl().toString())
              .apiKey(key)
              .modelName(model.id())
              .temperature(model.temperature())
              .maxTokens(maxTokens)
              .maxRetries(0)
              .logRequests(false)
              .logResponses(false)
              .build();
      case OLLAMA ->
          OllamaChatModel.builder()
              .httpClientBuilder(http)
              .baseUrl(model.baseUrl().toString())
              .modelName(model.id())
              .temperature(model.temperature())
              .numPredict(maxTokens)
              .maxRetries(0)
              .logRequests(false)
              .logResponses(false)
              .build();
    };
  }

  /** OpenAI itself has renamed the limit, and its newer models refuse the old name. */
  private static ChatModel openAi(
      ModelConfiguration model, String key, int maxTokens, HttpClientBuilder http) {
    boolean itself = model.host().equals(ModelConfiguration.Provider.OPENAI.address().getHost());
    return OpenAiChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(model.baseUrl().toString())
        .apiKey(key.isEmpty() ? "none" : key)
        .modelName(model.id())
        .temperature(model.temperature())
        .maxTokens(itself ? null : maxTokens)
        .maxCompletionTokens(itself ? maxTokens : null)
        .maxRetries(0)
        .logRequests(false)
        .logResponses(false)
        .build();
  }
}
