package io.aleff.server.event;

import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.DatabaseRoles;
import io.aleff.server.database.TenantJdbc;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires live events. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(EventConfiguration.class);

  /** The pool comes first, because it migrates the schema; the listener has its own connection. */
  @Bean
  EventAnnouncements eventAnnouncements(DatabaseRoles roles, DataSource pool) {
    return new EventAnnouncements(roles.appSource());
  }

  /** Forgets old events once an hour. */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService eventPurge(
      EventTable events, TenantJdbc database, AleffSettings settings) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("aleff-event-purge").daemon().factory());
    var unused =
        executor.scheduleWithFixedDelay(
            () -> purge(events, database, settings), 10, 60, TimeUnit.MINUTES);
    return executor;
  }

  private static void purge(EventTable events, TenantJdbc database, AleffSettings settings) {
    try {
      for (TenantId tenant : database.tenants()) {
        events.purge(tenant, settings.events().retention());
      }
    } catch (RuntimeException e) {
      LOG.warn("Old events could not be forgotten; trying again in an hour.", e);
    }
  }
}
