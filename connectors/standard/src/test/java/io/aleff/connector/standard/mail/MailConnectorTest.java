package io.aleff.connector.standard.mail;

import static io.aleff.connector.standard.Calls.failed;
import static io.aleff.connector.standard.Calls.object;
import static io.aleff.connector.standard.Calls.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.standard.Calls;
import io.aleff.definition.Digest;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class MailConnectorTest {

  @TempDir Path folder;
  private Path workspace;
  private Path outbox;
  private ObjectNode arguments;

  @BeforeEach
  void prepare() throws Exception {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    outbox = folder.resolve("outbox");
    Files.writeString(workspace.resolve("report.html"), "<p>Relatório</p>\n");
    arguments = object();
    arguments.putArray("to").add("ana@example.com").add("bob@example.org");
    arguments.put("subject", "Relatório pronto").put("body", "Olá,\nsegue.\n");
    arguments.putArray("attachments").add("report.html");
  }

  @Test
  void writesOneMessageIntoTheOutbox() throws Exception {
    ObjectNode output = succeeded(send(null)).output();
    Path file = outbox.resolve(output.path("file").asString());
    assertThat(output.path("sha256").asString()).isEqualTo(Digest.sha256(Files.readAllBytes(file)));
    MimeMessage message = parse(file);
    assertThat(message.getSubject()).isEqualTo("Relatório pronto");
    assertThat(message.getAllRecipients()).hasSize(2);
    assertThat(message.getMessageID()).isEqualTo(output.path("messageId").asString());
    MimeMultipart parts = (MimeMultipart) message.getContent();
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Olá,\r\nsegue.\r\n");
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("report.html");
    assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
        .isEqualTo(Files.readAllBytes(workspace.resolve("report.html")));
  }

  @Test
  void aSecondCallWithTheSameKeyDoesNothingAndHasTheSameResult() throws Exception {
    ConnectorResult first = send(null);
    assertThat(send(null)).isEqualTo(first);
    assertThat(outbox).isDirectoryContaining("glob:**.eml");
    try (var files = Files.list(outbox)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void manyCallsAtOnceWriteOneMessage() throws Exception {
    List<Callable<ConnectorResult>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(() -> send(null));
    }
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var each : pool.invokeAll(calls)) {
        succeeded(each.get());
      }
    }
    try (var files = Files.list(outbox)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void showsExactlyWhatWouldBeSentAndSendsNothing() {
    String preview = new MailConnector(configuration(null)).preview(call()).orElseThrow();
    assertThat(preview)
        .contains("To: ana@example.com, bob@example.org\n")
        .contains("Subject: Relatório pronto\n")
        .contains("report.html (text/html, ")
        .contains("sha256 " + Digest.sha256("<p>Relatório</p>\n"))
        .endsWith("\n\nOlá,\nsegue.\n");
    assertThat(outbox).doesNotExist();
    arguments.put("subject", "");
    assertThat(new MailConnector(configuration(null)).preview(call()).orElseThrow())
        .startsWith("This message cannot be sent:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana@example.com\r\nBcc: eve@example.com",
        "ana@example.com, eve@example.com",
        "Ana <ana@example.com>",
        "ana",
        "@example.com",
        "ana@",
        "ana@exam ple.com",
        "ana@example.com\0"
      })
  void recipientsThatAreNoPlainAddressAreRefused(String recipient) throws Exception {
    arguments.putArray("to").add(recipient);
    assertThat(failed(send(null)).message()).contains("is not a mail address");
    assertThat(outbox).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hi\r\nBcc: eve@example.com", "Hi\nX: y", "Hi\u2028there", "Hi\0"})
  void subjectsWithLineBreaksAreRefused(String subject) throws Exception {
    arguments.put("subject", subject);
    assertThat(failed(send(null)).message()).contains("line break");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "/etc/passwd", "link", "linked/secret", "nothing", "."})
  void attachmentsComeFromTheWorkspaceOnly(String path) throws Exception {
    Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(workspace.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(workspace.resolve("linked"), folder);
    arguments.putArray("attachments").add(path);
    assertThat(failed(send(null)).code()).isEqualTo("refused");
  }

  @Test
  void theAttachmentLimitOfADecisionHolds() throws Exception {
    Files.write(workspace.resolve("big"), new byte[2 * 1024 * 1024]);
    arguments.putArray("attachments").add("big");
    ConnectorCall call = call();
    call.obligations().putObject("limits").put("attachmentMb", 1);
    assertThat(failed(run(null, call)).message()).contains("more than 1048576 bytes");
  }

  @Test
  void sendsBySmtpOnce() throws Exception {
    try (FakeSmtpServer server = new FakeSmtpServer()) {
      ConnectorResult first = send(server);
      assertThat(succeeded(first).output().path("transport").asString()).isEqualTo("smtp");
      assertThat(send(server)).isEqualTo(first);
      assertThat(server.messages).hasSize(1);
      assertThat(server.messages.getFirst())
          .contains("Message-ID: " + succeeded(first).output().path("messageId").asString());
    }
  }

  @Test
  void aServerThatIsBusyOrAwayMayBeTriedAgain() throws Exception {
    try (FakeSmtpServer server = new FakeSmtpServer()) {
      server.answers.put("DATA", "451 later");
      assertThat(failed(send(server)).transientFailure()).isTrue();
      server.answers.clear();
      succeeded(send(server));
      assertThat(server.messages).hasSize(1);
    }
    arguments.put("subject", "Another");
    FakeSmtpServer gone = new FakeSmtpServer();
    gone.close();
    outbox = folder.resolve("other-outbox");
    ConnectorResult.Failed failed = failed(send(gone));
    assertThat(failed.code()).isEqualTo("unreachable");
    assertThat(failed.transientFailure()).isTrue();
  }

  @Test
  void aRecipientTheServerRefusesIsFinal() throws Exception {
    try (FakeSmtpServer server = new FakeSmtpServer()) {
      server.answers.put("RCPT", "550 nobody of that name");
      ConnectorResult.Failed failed = failed(send(server));
      assertThat(failed.code()).isEqualTo("rejected");
      assertThat(failed.transientFailure()).isFalse();
      assertThat(failed.message()).contains("nobody of that name");
    }
  }

  @Test
  void anUnknownOutcomeIsNeverSentAgain() throws Exception {
    try (FakeSmtpServer server = new FakeSmtpServer()) {
      server.answers.put("DATA", FakeSmtpServer.HANG_UP);
      assertThat(failed(send(server)).code()).isEqualTo("unknown");
      server.answers.clear();
      ConnectorResult.Failed again = failed(send(server));
      assertThat(again.code()).isEqualTo("unknown");
      assertThat(again.transientFailure()).isFalse();
      assertThat(server.messages).hasSize(1);
    }
  }

  private ConnectorResult send(@Nullable FakeSmtpServer server) throws InterruptedException {
    return run(server, call());
  }

  private ConnectorResult run(@Nullable FakeSmtpServer server, ConnectorCall call)
      throws InterruptedException {
    return new MailConnector(configuration(server)).run(call, (stream, text) -> {});
  }

  private ConnectorCall call() {
    return Calls.call("mail", "send", arguments, workspace, List.of(), object());
  }

  private MailConfiguration configuration(@Nullable FakeSmtpServer server) {
    return new MailConfiguration(
        outbox,
        "aleff@example.net",
        server == null
            ? null
            : new MailConfiguration.Smtp(
                "127.0.0.1", server.port(), MailConfiguration.Security.NONE, null, null));
  }

  private static MimeMessage parse(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return new MimeMessage(Session.getInstance(new Properties()), in);
    }
  }
}
