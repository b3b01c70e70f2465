package io.aleff.server.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Everything under {@code aleff.*}. An unknown key is an error.
 *
 * @param home folder of all state; {@code ALEFF_HOME}, by default {@code ~/.aleff}
 * @param demo creates the users {@code demo-requester} and {@code demo-approver}
 * @param tenant the embedded tenant, which the first users belong to
 * @param models language models by the name that definitions ask for; none by default
 */
@Validated
@ConfigurationProperties(prefix = "aleff", ignoreUnknownFields = false)
public record AleffSettings(
    @NotNull Path home,
    @DefaultValue("false") boolean demo,
    @DefaultValue("default") String tenant,
    @DefaultValue @Valid Server server,
    @DefaultValue @Valid Database database,
    @DefaultValue @Valid Security security,
    @DefaultValue @Valid Upload upload,
    @DefaultValue @Valid Events events,
    @DefaultValue @Valid Engine engine,
    @DefaultValue @Valid Workspaces workspaces,
    @DefaultValue @Valid Mail mail,
    @DefaultValue @Valid Sandbox sandbox,
    @DefaultValue @Valid GuardrailSettings guardrails,
    @DefaultValue Map<String, @Valid ModelSettings> models) {

  /**
   * @param allowedHosts names, beside the loopback ones, that a request may carry in its Host
   *     header
   */
  public record Server(@DefaultValue List<String> allowedHosts) {}

  /**
   * @param url JDBC address of an external PostgreSQL; unset for the embedded one
   * @param username role of the service: no superuser, not the owner, no BYPASSRLS
   * @param ownerUsername role that owns the schema and migrates it
   * @param poolSize connections the service keeps
   */
  public record Database(
      @Nullable String url,
      @DefaultValue("aleff_app") String username,
      @Nullable String password,
      @DefaultValue("aleff_owner") String ownerUsername,
      @Nullable String ownerPassword,
      @DefaultValue("16") @Min(4) @Max(200) int poolSize) {}

  /**
   * @param sessionLifetime a browser session ends this long after its login
   * @param sessionIdle or this long after its last request
   * @param tokenLifetime longest life of a bearer token that is asked for over REST
   * @param loginFailures failed logins for one user from one address before it has to wait
   * @param loginWait how long
   */
  public record Security(
      @DefaultValue("12h") Duration sessionLifetime,
      @DefaultValue("2h") Duration sessionIdle,
      @DefaultValue("365d") Duration tokenLifetime,
      @DefaultValue("5") @Min(1) int loginFailures,
      @DefaultValue("1m") Duration loginWait) {}

  /**
   * @param maxFileSize of one file; larger ones are refused with 413
   * @param maxFiles files of one run
   */
  public record Upload(
      @DefaultValue("100MB") DataSize maxFileSize, @DefaultValue("20") @Min(1) int maxFiles) {}

  /**
   * @param heartbeat how often a silent stream says that it lives
   * @param retention how long events stay; an older cursor gets {@code reset}
   * @param maxStreams open streams of one user
   */
  public record Events(
      @DefaultValue("15s") Duration heartbeat,
      @DefaultValue("7d") Duration retention,
      @DefaultValue("20") @Min(1) int maxStreams) {}

  /**
   * @param workers actions that run at the same time
   * @param lease an action whose worker fell silent this long is given to another
   */
  public record Engine(
      @DefaultValue("4") @Min(1) @Max(64) int workers, @DefaultValue("30s") Duration lease) {}

  /**
   * @param backend {@code auto}: bubblewrap where it works, else Docker; {@code bwrap} or {@code
   *     docker}: that one or none
   */
  public record Sandbox(
      @DefaultValue("auto") Backend backend,
      @DefaultValue @Valid Docker docker,
      @DefaultValue @Valid Bwrap bwrap,
      @DefaultValue @Valid Pool pool) {

    /**
     * @param rootfs {@code auto}: the root file system that was imported last, else the host's
     *     files; {@code host}: those; a digest: that root file system or none
     */
    public record Bwrap(
        @DefaultValue("auto") @Pattern(regexp = "auto|host|sha256:[0-9a-f]{64}") String rootfs) {}

    /** What makes sandboxes. */
    public enum Backend {
      AUTO,
      BWRAP,
      DOCKER
    }

    /**
     * @param host socket of a Docker or Podman engine on this machine
     * @param runtime OCI runtime that the engine knows, such as {@code runsc}; unset for its own
     */
    public record Docker(
        @DefaultValue("unix:///var/run/docker.sock") String host, @Nullable String runtime) {}

    /**
     * @param enabled whether sandboxes are started before they are needed
     * @param minimum that wait for each kind of program that ran lately
     * @param maximum that wait in all
     * @param maxAge one that waits is ended then; 10 minutes at most
     */
    public record Pool(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1") @Min(0) int minimum,
        @DefaultValue("8") @Min(1) @Max(256) int maximum,
        @DefaultValue("10m") Duration maxAge) {}
  }

  /**
   * @param maxFiles files of one workspace
   * @param maxFileSize of one of them
   * @param maxSize of all of them together
   * @param maxHistory what all checkpoints of one workspace take on the disk
   * @param inlineSize larger files are stored by reference, once for each content; up to 100 MB
   * @param forget how often files are looked for that are no longer kept, see {@code retention} of
   *     the tenant
   */
  public record Workspaces(
      @DefaultValue("20000") @Min(1) int maxFiles,
      @DefaultValue("256MB") DataSize maxFileSize,
      @DefaultValue("1GB") DataSize maxSize,
      @DefaultValue("4GB") DataSize maxHistory,
      @DefaultValue("10MB") DataSize inlineSize,
      @DefaultValue("1h") Duration forget) {

    private static final DataSize LARGEST_INLINE = DataSize.ofMegabytes(100);

    public Workspaces {
      if (inlineSize.compareTo(LARGEST_INLINE) > 0 || inlineSize.isNegative()) {
        throw new IllegalArgumentException("inlineSize is 0 to 100 MB, not " + inlineSize + ".");
      }
    }
  }

  /**
   * @param smtp for example {@code smtp://user:secret@mail.example.com:587}; unset writes {@code
   *     .eml} files into the outbox folder
   */
  public record Mail(@Nullable URI smtp, @DefaultValue("aleff@localhost") String from) {}

  public Path folder(String name) {
    return home.resolve(name);
  }
}
