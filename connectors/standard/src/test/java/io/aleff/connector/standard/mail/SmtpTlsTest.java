package io.aleff.connector.standard.mail;

import static io.aleff.connector.standard.Calls.failed;
import static io.aleff.connector.standard.Calls.object;
import static io.aleff.connector.standard.Calls.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.connector.ConnectorResult;
import io.aleff.connector.standard.Calls;
import io.aleff.connector.standard.mail.MailConfiguration.Security;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import tools.jackson.databind.node.ObjectNode;

/** Mail over encrypted connections to a real SMTP server. */
class SmtpTlsTest {

  @TempDir Path folder;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private SSLContext before;
  private Certificates good;

  @BeforeEach
  void trust() throws Exception {
    before = SSLContext.getDefault();
    good = Certificates.selfSigned(folder, "ip:127.0.0.1");
    SSLContext.setDefault(good.client());
  }

  @AfterEach
  void restore() {
    SSLContext.setDefault(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void sendsToAServerWhoseCertificateIsGood(Security security) throws Exception {
    ConnectorResult result = send(security, encrypted(security, good));
    assertThat(succeeded(result).output().path("transport").asString()).isEqualTo("smtp");
    assertThat(messages).hasSize(1).first().asString().contains("Subject: Report");
    assertThat(logins).containsExactly("aleff:secret");
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void sendsNothingToAServerThatNobodyVouchesFor(Security security) throws Exception {
    SSLContext.setDefault(before);
    assertNothingSent(send(security, encrypted(security, good)));
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void sendsNothingToAServerOfAnotherName(Security security) throws Exception {
    Certificates other = Certificates.selfSigned(folder, "dns:elsewhere.example");
    SSLContext.setDefault(other.client());
    assertNothingSent(send(security, encrypted(security, other)));
  }

  /** Someone in between who takes STARTTLS out of the greeting gets neither mail nor password. */
  @Test
  void sendsNothingInTheClearWhenEncryptionIsAskedFor() throws Exception {
    assertNothingSent(send(Security.STARTTLS, server -> server));
  }

  private void assertNothingSent(ConnectorResult result) {
    assertThat(failed(result).code()).isEqualTo("unreachable");
    assertThat(failed(result).message()).doesNotContain("secret");
    assertThat(messages).isEmpty();
    assertThat(logins).isEmpty();
  }

  private static UnaryOperator<SMTPServer.Builder> encrypted(
      Security security, Certificates certificates) {
    return server -> {
      try {
        return security == Security.TLS
            ? server.serverSocketFactory(certificates.server())
            : server.enableTLS().requireTLS().startTlsSocketFactory(certificates.server());
      } catch (java.security.GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private ConnectorResult send(Security security, UnaryOperator<SMTPServer.Builder> kind)
      throws Exception {
    SMTPServer server =
        kind.apply(
                SMTPServer.port(0)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .requireAuth()
                    .authenticationHandlerFactory(
                        new EasyAuthenticationHandlerFactory(
                            (user, password, c) -> login(user, password)))
                    .messageHandler(
                        (context, from, to, data) ->
                            messages.add(new String(data, StandardCharsets.UTF_8))))
            .build();
    server.start();
    try {
      ObjectNode arguments = object();
      arguments.putArray("to").add("ana@example.com");
      arguments.put("subject", "Report").put("body", "It is done.");
      MailConfiguration.Smtp smtp =
          new MailConfiguration.Smtp(
              "127.0.0.1", server.getPortAllocated(), security, "aleff", "secret");
      return new MailConnector(
              new MailConfiguration(folder.resolve("outbox"), "aleff@example.net", smtp))
          .run(
              Calls.call("mail", "send", arguments, folder, List.of(), object()),
              (stream, text) -> {});
    } finally {
      server.stop();
    }
  }

  private void login(String user, String password) throws LoginFailedException {
    logins.add(user + ":" + password);
    if (!password.equals("secret")) {
      throw new LoginFailedException();
    }
  }
}
