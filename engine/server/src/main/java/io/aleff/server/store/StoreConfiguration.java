package io.aleff.server.store;

import io.aleff.server.database.TenantJdbc;
import io.aleff.server.event.EventTable;
import io.aleff.server.health.DecisionMetrics;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the stores. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  RunTable runTable(TenantJdbc database) {
    return new RunTable(database);
  }

  @Bean
  StepTable stepTable(TenantJdbc database) {
    return new StepTable(database);
  }

  @Bean
  DecisionTable decisionTable(TenantJdbc database, DecisionMetrics metrics) {
    return new DecisionTable(database, metrics::decided);
  }

  @Bean
  ApprovalTable approvalTable(TenantJdbc database) {
    return new ApprovalTable(database);
  }

  @Bean
  GrantTable grantTable(TenantJdbc database) {
    return new GrantTable(database);
  }

  @Bean
  SideEffectTable sideEffectTable(TenantJdbc database) {
    return new SideEffectTable(database);
  }

  @Bean
  DeadLetterTable deadLetterTable(TenantJdbc database) {
    return new DeadLetterTable(database);
  }

  @Bean
  OutputTable outputTable(TenantJdbc database) {
    return new OutputTable(database);
  }

  @Bean
  ReleaseTable releaseTable(TenantJdbc database) {
    return new ReleaseTable(database);
  }

  @Bean
  AuditTable auditTable(TenantJdbc database) {
    return new AuditTable(database);
  }

  @Bean
  EventTable eventTable(TenantJdbc database, Clock clock) {
    return new EventTable(database, clock);
  }
}
