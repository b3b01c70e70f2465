package io.aleff.server;

import io.aleff.server.config.AleffSettings;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;

/** The service. Configured by {@code aleff.*}; see {@link AleffSettings}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    excludeName = {
      "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
    })
@EnableConfigurationProperties(AleffSettings.class)
@ComponentScan
public class AleffServer {

  /** Starts the service and returns; it runs until the process is asked to stop. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    SpringApplication application = new SpringApplication(AleffServer.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(Map.of("spring.main.log-startup-info", "false"));
    application.run(args);
  }
}
