package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Certificates as the JSON of Go's {@code x509.Certificate}. */
final class CertificateJson {

  private static final List<String> SIGNATURES =
      List.of(
          "",
          "MD2withRSA",
          "MD5withRSA",
          "SHA1withRSA",
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA1withDSA",
          "SHA256withDSA",
          "SHA1withECDSA",
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "",
          "",
          "",
          "Ed25519");
  private static final List<String> USAGES =
      List.of(
          "2.5.29.37.0",
          "1.3.6.1.5.5.7.3.1",
          "1.3.6.1.5.5.7.3.2",
          "1.3.6.1.5.5.7.3.3",
          "1.3.6.1.5.5.7.3.4",
          "1.3.6.1.5.5.7.3.5",
          "1.3.6.1.5.5.7.3.6",
          "1.3.6.1.5.5.7.3.7",
          "1.3.6.1.5.5.7.3.8",
          "1.3.6.1.5.5.7.3.9");
  private static final List<String> ABSENT =
      List.of(
          "AuthorityKeyId",
          "CRLDistributionPoints",
          "DNSNames",
          "EmailAddresses",
          "ExcludedDNSDomains",
          "ExcludedEmailAddresses",
          "ExcludedIPRanges",
          "ExcludedURIDomains",
          "ExtKeyUsage",
          "Extensions",
          "ExtraExtensions",
          "IPAddresses",
          "IssuingCertificateURL",
          "OCSPServer",
          "PermittedDNSDomains",
          "PermittedEmailAddresses",
          "PermittedIPRanges",
          "PermittedURIDomains",
          "Policies",
          "PolicyIdentifiers",
          "PolicyMappings",
          "SubjectKeyId",
          "URIs",
          "UnhandledCriticalExtensions",
          "UnknownExtKeyUsage");

  private final Map<Value, Value> out = new HashMap<>();

  private CertificateJson() {}

  /**
   * @param uriStrings whether to add {@code URIStrings}
   */
  static Value of(X509Certificate certificate, boolean uriStrings) {
    CertificateJson json = new CertificateJson();
    ABSENT.forEach(name -> json.put(name, NullValue.NULL));
    try {
      json.envelope(certificate);
      json.extensions(certificate);
      json.names(certificate, uriStrings);
    } catch (CertificateParsingException | IndexOutOfBoundsException e) {
      throw Der.malformed();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw Der.malformed();
    }
    return ObjectValue.of(json.out);
  }

  private void put(String name, Value value) {
    out.put(StringValue.of(name), value);
  }

  private static Value bytes(byte[] value) {
    return StringValue.of(Encodings.base64(value));
  }

  private void envelope(X509Certificate c) throws java.security.cert.CertificateEncodingException {
    put("Raw", bytes(c.getEncoded()));
    put("RawTBSCertificate", bytes(c.getTBSCertificate()));
    put("RawSubjectPublicKeyInfo", bytes(c.getPublicKey().getEncoded()));
    put("RawSubject", bytes(c.getSubjectX500Principal().getEncoded()));
    put("RawIssuer", bytes(c.getIssuerX500Principal().getEncoded()));
    put("Subject", CertificateName.json(c.getSubjectX500Principal().getEncoded()));
    put("Issuer", CertificateName.json(c.getIssuerX500Principal().getEncoded()));
    put("Signature", bytes(c.getSignature()));
    put("SignatureAlgorithm", X509.number(Math.max(0, SIGNATURES.indexOf(c.getSigAlgName()))));
    put("Version", X509.number(c.getVersion()));
    put("SerialNumber", NumberValue.of(c.getSerialNumber()));
    put("NotBefore", time(c.getNotBefore()));
    put("NotAfter", time(c.getNotAfter()));
    publicKey(c.getPublicKey());
  }

  private static Value time(Date date) {
    return StringValue.of(date.toInstant().toString());
  }

  private void publicKey(PublicKey key) {
    Map<Value, Value> fields = new HashMap<>();
    int algorithm = 0;
    switch (key) {
      case RSAPublicKey rsa -> {
        algorithm = 1;
        fields.put(StringValue.of("N"), NumberValue.of(rsa.getModulus()));
        fields.put(StringValue.of("E"), NumberValue.of(rsa.getPublicExponent()));
      }
      case ECPublicKey ec -> {
        algorithm = 3;
        fields.put(StringValue.of("Curve"), ObjectValue.EMPTY);
        fields.put(StringValue.of("X"), NumberValue.of(ec.getW().getAffineX()));
        fields.put(StringValue.of("Y"), NumberValue.of(ec.getW().getAffineY()));
      }
      default -> algorithm = key.getAlgorithm().equals("EdDSA") ? 4 : 0;
    }
    put("PublicKeyAlgorithm", X509.number(algorithm));
    put("PublicKey", fields.isEmpty() ? NullValue.NULL : ObjectValue.of(fields));
  }

  private void extensions(X509Certificate c) throws CertificateParsingException {
    int basic = c.getBasicConstraints();
    boolean constrained = c.getExtensionValue("2.5.29.19") != null;
    put("BasicConstraintsValid", BoolValue.of(constrained));
    put("IsCA", BoolValue.of(basic >= 0));
    put("MaxPathLen", X509.number(basic == Integer.MAX_VALUE ? -1 : constrained ? basic : 0));
    put("MaxPathLenZero", BoolValue.of(basic == 0));
    for (String policy :
        List.of("InhibitAnyPolicy", "InhibitPolicyMapping", "RequireExplicitPolicy")) {
      put(policy, X509.number(0));
      put(policy + "Zero", BoolValue.FALSE);
    }
    put("PermittedDNSDomainsCritical", BoolValue.FALSE);
    put("KeyUsage", X509.number(keyUsage(c.getKeyUsage())));
    extendedUsage(c.getExtendedKeyUsage());
    byte[] subjectKey = c.getExtensionValue("2.5.29.14");
    if (subjectKey != null) {
      put("SubjectKeyId", bytes(inner(inner(subjectKey))));
    }
    byte[] authorityKey = c.getExtensionValue("2.5.29.35");
    if (authorityKey != null) {
      for (Der field : Der.read(inner(authorityKey)).getFirst().children()) {
        if (field.tag() == 0x80) {
          put("AuthorityKeyId", bytes(field.content()));
        }
      }
    }
    allExtensions(c);
  }

  private static byte[] inner(byte[] der) {
    return Der.read(der).getFirst().content();
  }

  private static int keyUsage(boolean @Nullable [] bits) {
    int usage = 0;
    for (int i = 0; bits != null && i < bits.length; i++) {
      usage |= bits[i] ? 1 << i : 0;
    }
    return usage;
  }

  private void extendedUsage(@Nullable List<String> oids) {
    if (oids == null) {
      return;
    }
    List<Value> known = new ArrayList<>();
    List<Value> unknown = new ArrayList<>();
    for (String oid : oids) {
      int index = USAGES.indexOf(oid);
      if (index >= 0) {
        known.add(X509.number(index));
      } else {
        unknown.add(oid(oid));
      }
    }
    put("ExtKeyUsage", known.isEmpty() ? NullValue.NULL : ArrayValue.of(known));
    put("UnknownExtKeyUsage", unknown.isEmpty() ? NullValue.NULL : ArrayValue.of(unknown));
  }

  private static Value oid(String dotted) {
    List<Value> parts = new ArrayList<>();
    for (String part : dotted.split("\\.", -1)) {
      parts.add(NumberValue.of(new BigInteger(part)));
    }
    return ArrayValue.of(parts);
  }

  /** In the order of the certificate, which only its encoding has. */
  private void allExtensions(X509Certificate c) throws CertificateParsingException {
    Set<String> critical = c.getCriticalExtensionOIDs();
    try {
      for (Der field : Der.read(c.getTBSCertificate()).getFirst().children()) {
        if (field.tag() == 0xa3) {
          put("Extensions", extensionList(field, critical == null ? new TreeSet<>() : critical));
        }
      }
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new CertificateParsingException(e);
    }
  }

  private static Value extensionList(Der field, Set<String> critical) {
    List<Value> all = new ArrayList<>();
    for (Der extension : field.children().getFirst().children()) {
      List<Der> parts = extension.children();
      List<String> id = new ArrayList<>();
      parts.getFirst().oid().forEach(part -> id.add(part.toString()));
      String dotted = String.join(".", id);
      Map<Value, Value> one = new HashMap<>();
      one.put(StringValue.of("Id"), oid(dotted));
      one.put(StringValue.of("Critical"), BoolValue.of(critical.contains(dotted)));
      one.put(StringValue.of("Value"), bytes(parts.getLast().content()));
      all.add(ObjectValue.of(one));
    }
    return ArrayValue.of(all);
  }

  private void names(X509Certificate c, boolean uriStrings) throws CertificateParsingException {
    List<Value> dns = new ArrayList<>();
    List<Value> mail = new ArrayList<>();
    List<Value> addresses = new ArrayList<>();
    List<Value> uris = new ArrayList<>();
    List<Value> texts = new ArrayList<>();
    Collection<List<?>> all = c.getSubjectAlternativeNames();
    for (List<?> name : all == null ? List.<List<?>>of() : all) {
      String text = String.valueOf(name.get(1));
      switch ((Integer) name.get(0)) {
        case 1 -> mail.add(StringValue.of(text));
        case 2 -> dns.add(StringValue.of(text));
        case 6 -> {
          uris.add(Uris.goJson(text));
          texts.add(StringValue.of(text));
        }
        case 7 -> addresses.add(StringValue.of(text));
        default -> {
          continue;
        }
      }
    }
    putList("DNSNames", dns);
    putList("EmailAddresses", mail);
    putList("IPAddresses", addresses);
    putList("URIs", uris);
    if (uriStrings) {
      putList("URIStrings", texts);
    }
  }

  private void putList(String name, List<Value> values) {
    put(name, values.isEmpty() ? NullValue.NULL : ArrayValue.of(values));
  }

  /** A certificate signing request (RFC 2986). */
  static Value request(Der request) {
    CertificateJson json = new CertificateJson();
    List<Der> parts = request.children();
    List<Der> info = parts.getFirst().children();
    json.put("Raw", bytes(request.all()));
    json.put("RawTBSCertificateRequest", bytes(parts.getFirst().all()));
    json.put("RawSubject", bytes(info.get(1).all()));
    json.put("RawSubjectPublicKeyInfo", bytes(info.get(2).all()));
    json.put("Version", NumberValue.of(info.getFirst().integer()));
    json.put("Subject", CertificateName.json(info.get(1).all()));
    byte[] signature = parts.get(2).content();
    json.put("Signature", bytes(java.util.Arrays.copyOfRange(signature, 1, signature.length)));
    for (String absent :
        List.of(
            "Attributes",
            "DNSNames",
            "EmailAddresses",
            "Extensions",
            "ExtraExtensions",
            "IPAddresses",
            "URIs")) {
      json.put(absent, NullValue.NULL);
    }
    json.put("Attributes", ArrayValue.EMPTY);
    return ObjectValue.of(json.out);
  }
}
