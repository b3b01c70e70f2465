package io.aleff.runtime.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Compared with the JDK's Ed25519, which is another implementation. */
class Ed25519SignerTest {

  private static final byte[] MESSAGE = "what was decided".getBytes(StandardCharsets.UTF_8);

  private final KeyPair pair = pair("Ed25519");
  private final Ed25519Signer signer = new Ed25519Signer(pair);

  @Test
  void signsAsTheJdkVerifies() throws GeneralSecurityException {
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initVerify(pair.getPublic());
    jdk.update(MESSAGE);

    assertThat(jdk.verify(signer.sign(MESSAGE))).isTrue();
  }

  @Test
  void verifiesWhatTheJdkSigned() throws GeneralSecurityException {
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initSign(pair.getPrivate());
    jdk.update(MESSAGE);

    assertThat(signer.verify(signer.keyId(), MESSAGE, jdk.sign())).isTrue();
  }

  @Test
  void refusesEveryOtherSignature() {
    byte[] good = signer.sign(MESSAGE);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertThat(signer.verify(signer.keyId(), MESSAGE, bad)).as("byte %d", i).isFalse();
    }
    assertThat(signer.verify(signer.keyId(), MESSAGE, new byte[0])).isFalse();
    assertThat(signer.verify(signer.keyId(), MESSAGE, new byte[64])).isFalse();
    assertThat(signer.verify(signer.keyId(), MESSAGE, Arrays.copyOf(good, 65))).isFalse();
    assertThat(signer.verify("unknown", MESSAGE, good)).isFalse();
    assertThat(signer.verify(signer.keyId(), new byte[0], good)).isFalse();
  }

  @Test
  void verifiesWithOlderKeysButSignsWithTheNewest() {
    Ed25519Signer next = new Ed25519Signer(pair("Ed25519"), pair.getPublic());

    assertThat(next.verify(signer.keyId(), MESSAGE, signer.sign(MESSAGE))).isTrue();
    assertThat(signer.verify(next.keyId(), MESSAGE, next.sign(MESSAGE))).isFalse();
    assertThat(next.verify(signer.keyId(), MESSAGE, next.sign(MESSAGE))).isFalse();
  }

  @Test
  void takesNoOtherKindOfKey() {
    assertThatThrownBy(() -> new Ed25519Signer(pair("Ed448")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Ed25519");
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
