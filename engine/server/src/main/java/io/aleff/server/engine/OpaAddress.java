package io.aleff.server.engine;

import io.aleff.guardrail.opa.OpaServer;
import io.aleff.server.config.GuardrailSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The OPA server of the settings. */
final class OpaAddress {

  private OpaAddress() {}

  /** Null when none is configured. */
  static @Nullable OpaServer server(GuardrailSettings.Opa settings) throws IOException {
    URI url = settings.url();
    if (url == null) {
      return null;
    }
    boolean secure = "https".equals(url.getScheme());
    if (!secure && !"http".equals(url.getScheme())) {
      throw new IllegalStateException("aleff.guardrails.opa.url is no http or https address");
    }
    if (settings.token() != null && !secure && !isThisMachine(url.getHost())) {
      throw new IllegalStateException(
          "aleff.guardrails.opa.token would cross the network in the clear: use https");
    }
    return new OpaServer(
        new OpaServer.Settings(
            url,
            settings.token(),
            settings.timeout(),
            settings.attempts(),
            settings.pause(),
            settings.certificates() == null ? null : trusting(settings.certificates())));
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static SSLContext trusting(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + count++, c);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("aleff.guardrails.opa.certificates: " + e.getMessage(), e);
    }
  }
}
