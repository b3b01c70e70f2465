package io.aleff.server.engine;

import io.aleff.runtime.AleffRuntime;
import io.aleff.runtime.Approvals;
import io.aleff.runtime.Audits;
import io.aleff.runtime.DeadLetters;
import io.aleff.runtime.Releases;
import io.aleff.runtime.Runs;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the runtime that controllers use. */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {

  @Bean
  Runs runs(AleffRuntime runtime) {
    return runtime.runs();
  }

  @Bean
  Approvals approvals(AleffRuntime runtime) {
    return runtime.approvals();
  }

  @Bean
  Releases releases(AleffRuntime runtime) {
    return runtime.releases();
  }

  @Bean
  DeadLetters deadLetters(AleffRuntime runtime) {
    return runtime.deadLetters();
  }

  @Bean
  Audits audits(AleffRuntime runtime) {
    return runtime.audits();
  }
}
