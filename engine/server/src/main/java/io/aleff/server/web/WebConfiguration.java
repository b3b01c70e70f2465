package io.aleff.server.web;

import io.aleff.server.security.CurrentAccountResolver;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** How Spring MVC reads and answers requests. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  private static final long LONGEST_DOCUMENT = 1L << 20;

  /**
   * Reads what strangers send, so it is stricter than {@code Json.MAPPER}: at most a megabyte, no
   * unknown members, no character that the database cannot store.
   */
  @Bean
  JsonMapper jsonMapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxDocumentLength(LONGEST_DOCUMENT).build())
            .build();
    return JsonMapper.builder(factory)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .addModule(new SimpleModule("aleff").addDeserializer(String.class, new StorableText()))
        .build();
  }

  /** Before Spring Security, so that refusals carry the headers too. */
  @Bean
  FilterRegistrationBean<HeadersFilter> headersFilter() {
    FilterRegistrationBean<HeadersFilter> registration =
        new FilterRegistrationBean<>(new HeadersFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setAsyncSupported(true);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemPages() {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
              }
            });
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CurrentAccountResolver());
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    // Before the controllers: the console's page answers every address that no file has.
    registry.setOrder(-1);
    registry
        .addResourceHandler("/console/assets/**")
        .addResourceLocations("classpath:/META-INF/resources/console/assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/console/*.*")
        .addResourceLocations("classpath:/META-INF/resources/console/");
  }
}
