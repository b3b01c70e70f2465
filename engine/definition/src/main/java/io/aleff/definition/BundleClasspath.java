package io.aleff.definition;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;

/** Reads definitions that a jar or a folder on the class path carries. */
final class BundleClasspath {

  private BundleClasspath() {}

  static DefinitionBundle read(ClassLoader loader, String root) throws IOException {
    if (loader.getResource(root + "/index.txt") != null) {
      return listed(loader, root);
    }
    URL url = loader.getResource(root + "/");
    if (url == null) {
      throw new FileNotFoundException("There is no folder " + root + " on the class path.");
    }
    if (url.getProtocol().equals("file")) {
      return DefinitionBundle.ofDirectory(Path.of(URI.create(url.toString()))).orThrow();
    }
    return inJar(loader, root, url);
  }

  private static DefinitionBundle listed(ClassLoader loader, String root) throws IOException {
    String index = new String(resource(loader, root + "/index.txt"), StandardCharsets.UTF_8);
    List<String> paths =
        index
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    return load(loader, root, paths);
  }

  private static DefinitionBundle inJar(ClassLoader loader, String root, URL url)
      throws IOException {
    URLConnection connection = url.openConnection();
    if (!(connection instanceof JarURLConnection jarConnection)) {
      throw new IOException(url + " is neither a folder nor a jar; add an index.txt to it.");
    }
    String prefix = root + "/";
    // The connection's jar file is shared with the class loader, so it must stay open.
    JarFile jar = jarConnection.getJarFile();
    List<String> paths =
        jar.stream()
            .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
            .map(entry -> entry.getName().substring(prefix.length()))
            .toList();
    return load(loader, root, paths);
  }

  private static DefinitionBundle load(ClassLoader loader, String root, List<String> paths)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String path : paths) {
      if (!BundlePaths.ignored(path)) {
        files.put(path, resource(loader, root + "/" + path));
      }
    }
    return DefinitionBundle.of(files);
  }

  private static byte[] resource(ClassLoader loader, String name) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("There is no resource " + name + " on the class path.");
      }
      return in.readAllBytes();
    }
  }
}
