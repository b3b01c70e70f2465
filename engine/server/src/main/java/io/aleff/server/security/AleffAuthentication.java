package io.aleff.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A request whose sender is known. */
final class AleffAuthentication extends AbstractAuthenticationToken {

  /** How the sender proved it. */
  enum Proof {
    SESSION,
    TOKEN,
    PASSWORD
  }

  private final transient Account account;
  private final Proof proof;
  private final transient @Nullable Secret session;

  private AleffAuthentication(Account account, Proof proof, @Nullable Secret session) {
    super(account.roles().stream().map(SimpleGrantedAuthority::new).toList());
    this.account = account;
    this.proof = proof;
    this.session = session;
    setAuthenticated(true);
  }

  static AleffAuthentication session(Account account, Secret session) {
    return new AleffAuthentication(account, Proof.SESSION, session);
  }

  static AleffAuthentication token(Account account) {
    return new AleffAuthentication(account, Proof.TOKEN, null);
  }

  static AleffAuthentication password(Account account) {
    return new AleffAuthentication(account, Proof.PASSWORD, null);
  }

  Proof proof() {
    return proof;
  }

  @Nullable Secret session() {
    return session;
  }

  @Override
  public Account getPrincipal() {
    return account;
  }

  @Override
  public String getCredentials() {
    return "";
  }

  @Override
  public String getName() {
    return account.username();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
