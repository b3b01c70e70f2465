package io.aleff.server.run;

import io.aleff.runtime.GoalRequest.InputFile;
import io.aleff.server.web.ProblemException;
import io.aleff.server.web.UploadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** The files that come with a goal: named safely and looked at before anything is planned. */
@Component
class Uploads {

  private static final Pattern UNUSABLE = Pattern.compile("[^\\p{L}\\p{N} ._()+@-]");
  private static final int LONGEST = 120;

  private final UploadLimits limits;

  Uploads(UploadLimits limits) {
    this.limits = limits;
  }

  List<InputFile> accept(@Nullable List<MultipartFile> files) throws IOException {
    List<InputFile> accepted = new ArrayList<>();
    for (MultipartFile file : files == null ? List.<MultipartFile>of() : files) {
      String name = name(file.getOriginalFilename());
      if (accepted.size() >= limits.maxFiles()) {
        throw unusable("too-many-files", "At most " + limits.maxFiles() + " files may be sent.");
      }
      if (accepted.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
        throw unusable("duplicate-file", "Two files are called \"" + name + "\".");
      }
      check(name, file);
      accepted.add(new InputFile(name, file.getSize(), file::getInputStream));
    }
    return accepted;
  }

  private void check(String name, MultipartFile file) throws IOException {
    if (file.getSize() > limits.maxFileSize().toBytes()) {
      throw new ProblemException(limits.tooLarge());
    }
    try (InputStream in = file.getInputStream()) {
      Optional<DataFiles.Fault> fault = DataFiles.check(name, in);
      if (fault.isPresent()) {
        throw unusable(fault.get().code(), fault.get().message());
      }
    }
  }

  /** The last part of the path without anything that a shell, a path or a policy could misread. */
  static String name(@Nullable String original) {
    String given = original == null ? "" : original.replace('\\', '/');
    String last = Normalizer.normalize(given, Normalizer.Form.NFC);
    last = last.substring(last.lastIndexOf('/') + 1).strip();
    String safe = UNUSABLE.matcher(last).replaceAll("_").replaceAll("^[.-]+", "_");
    if (safe.isBlank() || safe.length() > LONGEST) {
      throw unusable(
          "bad-file-name", "Each file needs a name of at most " + LONGEST + " characters.");
    }
    return safe;
  }

  private static ProblemException unusable(String code, String message) {
    return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, code, message);
  }
}
