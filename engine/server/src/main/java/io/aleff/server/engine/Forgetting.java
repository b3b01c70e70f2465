package io.aleff.server.engine;

import io.aleff.runtime.AleffRuntime;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.TenantJdbc;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes files of runs from time to time that their tenant no longer keeps. */
@Configuration(proxyBeanMethods = false)
class Forgetting {

  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService workspaceForgetting(
      AleffRuntime runtime, TenantJdbc database, AleffSettings settings) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("aleff-forget").daemon().factory());
    long pause = settings.workspaces().forget().toMillis();
    var unused =
        executor.scheduleWithFixedDelay(
            () -> forget(runtime, database), pause, pause, TimeUnit.MILLISECONDS);
    return executor;
  }

  private static void forget(AleffRuntime runtime, TenantJdbc database) {
    try {
      for (TenantId tenant : database.tenants()) {
        int runs = runtime.forgetOldFiles(tenant);
        if (runs > 0) {
          LOG.info("Removed the files of {} runs of {} that are no longer kept.", runs, tenant);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("Old files could not be removed; trying again later.", e);
    }
  }
}
