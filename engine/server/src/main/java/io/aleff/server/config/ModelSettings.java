package io.aleff.server.config;

import io.aleff.connector.standard.model.ModelConfiguration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A language model under {@code aleff.models.NAME}. Its key is never here, only where it is.
 *
 * @param provider {@code openai} (and what answers like it), {@code anthropic} or {@code ollama}
 * @param baseUrl unset for the provider's own; HTTPS, or HTTP to this machine
 * @param id the provider's name of the model
 * @param keySecret file in {@code secrets/} that holds the key
 * @param keyEnv environment variable that holds the key
 * @param timeout of a call, to the last byte of the answer
 * @param maxTokens most tokens of an answer
 * @param temperature 0 for the answer that is most likely
 * @param tokensPerRun most tokens of prompts and answers in one run; unset for any number
 */
public record ModelSettings(
    ModelConfiguration.@NotNull Provider provider,
    @Nullable URI baseUrl,
    @NotBlank String id,
    @Nullable String keySecret,
    @Nullable String keyEnv,
    @DefaultValue("60s") Duration timeout,
    @DefaultValue("4096") @Min(1) @Max(1_000_000) int maxTokens,
    @DefaultValue("0") @DecimalMin("0") @DecimalMax("2") double temperature,
    @Nullable @Min(1) Long tokensPerRun) {}
