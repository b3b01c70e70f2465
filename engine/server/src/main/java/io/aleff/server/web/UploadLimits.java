package io.aleff.server.web;

import io.aleff.server.config.AleffSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** How much a client may send, in words. */
@Component
public final class UploadLimits {

  private final AleffSettings.Upload settings;

  UploadLimits(AleffSettings settings) {
    this.settings = settings.upload();
  }

  public int maxFiles() {
    return settings.maxFiles();
  }

  /** Of one file. */
  public DataSize maxFileSize() {
    return settings.maxFileSize();
  }

  public Problem tooLarge() {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "too-large",
        "A file may have at most "
            + settings.maxFileSize().toMegabytes()
            + " MB. The operator can change aleff.upload.max-file-size.");
  }

  /** The servlet container says so in several ways. */
  public boolean isTooLarge(@Nullable Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      String name = e.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      if (name.contains("sizelimit") || name.contains("sizeexceeded")) {
        return true;
      }
    }
    return false;
  }
}
