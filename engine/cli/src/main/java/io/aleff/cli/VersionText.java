package io.aleff.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class VersionText implements IVersionProvider {

  VersionText() {}

  @Override
  public String[] getVersion() {
    String version = Aleff.class.getPackage().getImplementationVersion();
    return new String[] {"aleff " + (version == null ? "(built from source)" : version)};
  }
}
