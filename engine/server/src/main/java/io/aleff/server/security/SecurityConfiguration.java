package io.aleff.server.security;

import io.aleff.runtime.port.AuditLog;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.TenantJdbc;
import io.aleff.server.web.Problem;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;

/** Wires the guards in front of every request. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final int BCRYPT_STRENGTH = 11;

  @Bean
  PasswordEncoder passwordEncoder() {
    return new BCryptPasswordEncoder(BCRYPT_STRENGTH);
  }

  @Bean
  Accounts accounts(
      TenantJdbc database, PasswordEncoder passwords, AleffSettings settings, Clock clock) {
    return new Accounts(database, passwords, settings.security(), clock);
  }

  @Bean
  Authenticator authenticator(Accounts accounts, AleffSettings settings, Clock clock) {
    LoginThrottle throttle =
        new LoginThrottle(
            settings.security().loginFailures(), settings.security().loginWait(), clock);
    return new Authenticator(accounts, throttle, new TenantId(settings.tenant()));
  }

  @Bean
  SecurityTrail securityTrail(AuditLog audit, Clock clock) {
    return new SecurityTrail(audit, clock);
  }

  @Bean
  FirstAccounts firstAccounts(
      Accounts accounts, TenantJdbc database, SecurityTrail trail, AleffSettings settings) {
    return new FirstAccounts(accounts, database, trail, settings);
  }

  @Bean
  SecurityFilterChain securityFilterChain(
      HttpSecurity http, Authenticator authenticator, SecurityTrail trail, AleffSettings settings) {
    CsrfTokens tokens = new CsrfTokens();
    OriginFilter origins = new OriginFilter(settings.server().allowedHosts());
    return http.sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(tokens)
                    .csrfTokenRequestHandler(tokens)
                    .requireCsrfProtectionMatcher(CsrfTokens::needsToken)
                    .sessionAuthenticationStrategy((authentication, request, response) -> {}))
        .addFilterBefore(origins, CsrfFilter.class)
        .addFilterBefore(new AuthenticationFilter(authenticator), CsrfFilter.class)
        .headers(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(SecurityConfiguration::applyRules)
        .exceptionHandling(
            e ->
                e.authenticationEntryPoint(
                        (request, response, cause) ->
                            Problem.of(
                                    HttpStatus.UNAUTHORIZED, "login-needed", "Please log in first.")
                                .write(response))
                    .accessDeniedHandler(accessDenied(trail)))
        .build();
  }

  private static void applyRules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          registry) {
    registry.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll();
    for (AccessRules.Rule rule : AccessRules.TABLE) {
      var matched = registry.requestMatchers(HttpMethod.valueOf(rule.method()), rule.path());
      if (rule.isPublic()) {
        matched.permitAll();
      } else {
        matched.hasAnyAuthority(rule.authorities());
      }
    }
    registry.requestMatchers(AccessRules.GUARDED.toArray(String[]::new)).denyAll();
    registry.requestMatchers(HttpMethod.GET, "/**").permitAll();
    registry.requestMatchers(HttpMethod.HEAD, "/**").permitAll();
    registry.anyRequest().denyAll();
  }

  private static AccessDeniedHandler accessDenied(SecurityTrail trail) {
    return (request, response, cause) -> {
      Problem problem =
          cause instanceof CsrfException
              ? Problem.of(
                  HttpStatus.FORBIDDEN,
                  "csrf",
                  "The request lacks the header X-XSRF-TOKEN with the value of the cookie"
                      + " XSRF-TOKEN.")
              : Problem.of(HttpStatus.FORBIDDEN, "forbidden", "Your roles do not allow this.");
      trail.refused(request, problem);
      problem.write(response);
    };
  }
}
