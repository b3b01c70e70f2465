package io.aleff.server.security;

import io.aleff.server.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives {@link CurrentAccount} to controller methods. */
public final class CurrentAccountResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == CurrentAccount.class;
  }

  @Override
  public CurrentAccount resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof AleffAuthentication by) {
      String channel =
          switch (by.proof()) {
            case SESSION -> "console";
            case TOKEN -> "api";
            case PASSWORD -> "modeler";
          };
      return new CurrentAccount(by.getPrincipal(), channel);
    }
    throw new ProblemException(HttpStatus.UNAUTHORIZED, "login-needed", "Please log in first.");
  }
}
