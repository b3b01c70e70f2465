package io.aleff.server.web;

import java.util.Locale;
import java.util.Map;

/** Media types by the end of a file's name; only those that reports and code have. */
public final class MediaTypes {

  private static final Map<String, String> BY_SUFFIX =
      Map.ofEntries(
          Map.entry("csv", "text/csv"),
          Map.entry("tsv", "text/tab-separated-values"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("log", "text/plain"),
          Map.entry("json", "application/json"),
          Map.entry("html", "text/html"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("py", "text/x-python"),
          Map.entry("sh", "text/x-shellscript"),
          Map.entry("js", "text/javascript"),
          Map.entry("yaml", "application/yaml"),
          Map.entry("xml", "application/xml"),
          Map.entry("bpmn", "application/xml"),
          Map.entry("eml", "message/rfc822"),
          Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

  private MediaTypes() {}

  public static String of(String path) {
    String suffix = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_SUFFIX.getOrDefault(suffix, "application/octet-stream");
  }
}
