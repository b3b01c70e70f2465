package io.aleff.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.server.ServerTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

class AccessRulesTest extends ServerTest {

  private static final String SOME_DIGEST = "0".repeat(64);

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  @Test
  void everyEndpointButTheForgottenOneHasARule() {
    assertThat(endpoints().stream().filter(e -> rule(e).isEmpty()))
        .extracting(Endpoint::path)
        .containsExactly("/api/v1/forgotten");
  }

  @Test
  void theForgottenEndpointIsRefusedEvenForTheAdministrator() throws Exception {
    HttpResponse<String> answer = send(as("admin", "/api/v1/forgotten"));

    assertThat(code(answer)).isEqualTo("403 forbidden");
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void nothingButTheListedPublicEndpointsAnswersStrangers() throws Exception {
    for (Endpoint endpoint : endpoints()) {
      if (rule(endpoint).map(AccessRules.Rule::isPublic).orElse(false)) {
        continue;
      }
      HttpResponse<String> answer =
          send(request(endpoint.path()).method(endpoint.method(), body("{}")));
      assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(401);
    }
  }

  @Test
  void rolesThatAreNotNamedAreRefused() throws Exception {
    int refused = 0;
    for (Endpoint endpoint : endpoints()) {
      Optional<AccessRules.Rule> rule = rule(endpoint);
      for (String user : List.of("demo-requester", "demo-approver")) {
        Role role = user.equals("demo-requester") ? Role.REQUESTER : Role.APPROVER;
        if (rule.isPresent() && !rule.get().isPublic() && !rule.get().roles().contains(role)) {
          HttpResponse<String> answer =
              send(as(user, endpoint.path()).method(endpoint.method(), body("{}")));
          assertThat(code(answer)).as(user + " " + endpoint).isEqualTo("403 forbidden");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(15);
  }

  private List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>();
    for (RequestMappingInfo info : ours()) {
      for (String pattern : info.getPatternValues()) {
        String path =
            pattern
                .replace("{digest:[0-9a-f]{64}}", SOME_DIGEST)
                .replaceAll("\\{[^{}]*(?:\\{[^{}]*}[^{}]*)*}", "x1");
        boolean guarded = path.startsWith("/api/") || path.startsWith("/engine-rest/");
        if (guarded) {
          info.getMethodsCondition()
              .getMethods()
              .forEach(method -> all.add(new Endpoint(method.name(), path)));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(30);
    return all.stream().distinct().toList();
  }

  private List<RequestMappingInfo> ours() {
    return mappings.getHandlerMethods().entrySet().stream()
        .filter(e -> e.getValue().getBeanType().getName().startsWith("io.aleff."))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<AccessRules.Rule> rule(Endpoint endpoint) {
    return AccessRules.TABLE.stream()
        .filter(
            rule ->
                Set.of(rule.method()).contains(endpoint.method())
                    && PathPatternParser.defaultInstance
                        .parse(rule.path())
                        .matches(PathContainer.parsePath(endpoint.path())))
        .findFirst();
  }

  private record Endpoint(String method, String path) {}
}
