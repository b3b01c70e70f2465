package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies chains of certificates: the first is the root, the last the leaf.
 *
 * @param dnsName a name the leaf has to be valid for, when not null
 * @param usages extended key usages of which the leaf needs one; empty for server authentication
 */
record CertificateChain(Instant time, @Nullable String dnsName, List<String> usages) {

  private static final String ANY = "2.5.29.37.0";
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final Map<String, String> USAGES =
      Map.ofEntries(
          Map.entry("KeyUsageAny", ANY),
          Map.entry("KeyUsageServerAuth", SERVER),
          Map.entry("KeyUsageClientAuth", "1.3.6.1.5.5.7.3.2"),
          Map.entry("KeyUsageCodeSigning", "1.3.6.1.5.5.7.3.3"),
          Map.entry("KeyUsageEmailProtection", "1.3.6.1.5.5.7.3.4"),
          Map.entry("KeyUsageIPSECEndSystem", "1.3.6.1.5.5.7.3.5"),
          Map.entry("KeyUsageIPSECTunnel", "1.3.6.1.5.5.7.3.6"),
          Map.entry("KeyUsageIPSECUser", "1.3.6.1.5.5.7.3.7"),
          Map.entry("KeyUsageTimeStamping", "1.3.6.1.5.5.7.3.8"),
          Map.entry("KeyUsageOCSPSigning", "1.3.6.1.5.5.7.3.9"),
          Map.entry("KeyUsageMicrosoftServerGatedCrypto", "1.3.6.1.4.1.311.10.3.3"),
          Map.entry("KeyUsageNetscapeServerGatedCrypto", "2.16.840.1.113730.4.1"),
          Map.entry("KeyUsageMicrosoftCommercialCodeSigning", "1.3.6.1.4.1.311.2.1.22"),
          Map.entry("KeyUsageMicrosoftKernelCodeSigning", "1.3.6.1.4.1.311.61.1.1"));

  static CertificateChain of(ObjectValue options, Instant now) {
    Instant time = now;
    String dns = null;
    List<String> usages = new ArrayList<>();
    for (Value key : options.sortedKeys()) {
      Value value = options.get(key);
      switch (key instanceof StringValue name ? name.value() : "") {
        case "DNSName" -> {
          if (!(value instanceof StringValue text)) {
            throw BuiltinError.value("'DNSName' should be a string");
          }
          dns = text.value();
        }
        case "CurrentTime" -> {
          if (!(value instanceof NumberValue n)) {
            throw BuiltinError.value("'CurrentTime' should be a number");
          }
          if (!n.isLong()) {
            throw BuiltinError.value("'CurrentTime' should be a valid int64 number");
          }
          time = Instant.EPOCH.plusNanos(n.longValue());
        }
        case "MaxConstraintComparisons" -> {
          if (!(value instanceof NumberValue)) {
            throw BuiltinError.value("'MaxConstraintComparisons' should be a number");
          }
        }
        case "KeyUsages" -> usages.addAll(usages(value));
        default -> throw BuiltinError.value("invalid key option");
      }
    }
    return new CertificateChain(time, dns, usages);
  }

  private static List<String> usages(@Nullable Value value) {
    Collection<Value> names =
        switch (value) {
          case ArrayValue a -> a.elements();
          case SetValue s -> s.sorted();
          case null, default -> throw BuiltinError.value("'KeyUsages' should be an Array or Set");
        };
    List<String> out = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Value name : names) {
      String text = name instanceof StringValue s ? s.value() : "";
      String oid = USAGES.get(text);
      if (oid == null) {
        unknown.add(text);
      } else {
        out.add(oid);
      }
    }
    if (!unknown.isEmpty()) {
      throw BuiltinError.value(
          "invalid entries for 'KeyUsages' found: [" + String.join(" ", unknown) + "]");
    }
    return out;
  }

  /** The chain from the leaf to the root, or an empty list when there is none. */
  List<X509Certificate> verify(List<X509Certificate> given) {
    if (given.size() < 2) {
      return List.of();
    }
    X509Certificate root = given.getFirst();
    X509Certificate leaf = given.getLast();
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(given)));
      PKIXCertPathBuilderResult built =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      if (!isUsable(leaf) || !isNamed(leaf)) {
        return List.of();
      }
      List<X509Certificate> out = new ArrayList<>();
      built.getCertPath().getCertificates().forEach(c -> out.add((X509Certificate) c));
      out.add(root);
      return out;
    } catch (GeneralSecurityException e) {
      return List.of();
    }
  }

  private boolean isUsable(X509Certificate leaf) throws CertificateParsingException {
    List<String> has = leaf.getExtendedKeyUsage();
    List<String> wanted = usages.isEmpty() ? List.of(SERVER) : usages;
    return has == null
        || has.contains(ANY)
        || wanted.contains(ANY)
        || wanted.stream().anyMatch(has::contains);
  }

  private boolean isNamed(X509Certificate leaf) throws CertificateParsingException {
    String wanted = dnsName;
    if (wanted == null || wanted.isEmpty()) {
      return true;
    }
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    return names != null
        && names.stream()
            .anyMatch(
                name ->
                    Integer.valueOf(2).equals(name.get(0))
                        && fits(String.valueOf(name.get(1)), wanted));
  }

  private static boolean fits(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return pattern.equalsIgnoreCase(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && pattern.substring(1).equalsIgnoreCase(name.substring(dot));
  }
}
