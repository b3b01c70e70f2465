package io.aleff.htn.hddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.NetworkPrinter;
import io.aleff.htn.TaskNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConversionTest {

  private static final Path RESOURCES = Path.of("src/test/resources");

  private static SourceText text(String name) throws IOException {
    return new SourceText(name, Files.readString(RESOURCES.resolve(name)));
  }

  private static Domain yaml(String text) {
    TaskNetworks.Reading reading = TaskNetworks.read(List.of(new SourceText("x.yaml", text)));
    assertThat(reading.domain()).as("%s\n%s", reading.diagnostics(), text).isNotNull();
    return Objects.requireNonNull(reading.domain());
  }

  @Test
  void hddlBecomesYamlAndComesBackTheSame() throws IOException {
    String source = text("hddl/everything-domain.hddl").text().replace("(in ", "(inside ");
    Domain domain =
        Objects.requireNonNull(Hddl.readDomain(new SourceText("d.hddl", source)).domain());
    NetworkPrinter.Printing printed = NetworkPrinter.print(domain);
    assertThat(printed.losses()).isEmpty();

    Domain again = yaml(printed.text());

    assertThat(HddlPrinter.domain(again).text()).isEqualTo(HddlPrinter.domain(domain).text());
    assertThat(HddlPrinter.domain(again).losses()).isEmpty();
  }

  @Test
  void namesWhatYamlCannotName() throws IOException {
    Domain domain =
        Objects.requireNonNull(Hddl.readDomain(text("hddl/everything-domain.hddl")).domain());
    assertThat(NetworkPrinter.print(domain).losses())
        .extracting(d -> d.message())
        .containsExactly("A task network in YAML cannot say the name \"in\".");
  }

  @Test
  void namesWhatHddlCannotSay() throws IOException {
    Domain domain = yaml(text("networks/data-report.yaml").text());
    List<String> losses =
        HddlPrinter.domain(domain).losses().stream().map(d -> d.message()).toList();
    assertThat(losses).anyMatch(m -> m.contains("the phrases of \"deliver-report\""));
    assertThat(losses).anyMatch(m -> m.startsWith("HDDL cannot say how "));
  }
}
