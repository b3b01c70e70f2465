package io.aleff.runtime.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.aleff.definition.Json;
import io.aleff.htn.Binding;
import io.aleff.htn.Fact;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** Plans as JSON, for the record of a run. */
public final class PlanJson {

  private static final JsonMapper MAPPER =
      Json.MAPPER
          .rebuild()
          .addMixIn(PlanNode.class, Kind.class)
          .addMixIn(PlanNode.Task.class, TaskName.class)
          .addMixIn(PlanNode.Step.class, StepName.class)
          .addMixIn(Binding.class, Kind.class)
          .addMixIn(Binding.OfConnector.class, ConnectorName.class)
          .addMixIn(Binding.OfProcess.class, ProcessName.class)
          .addModule(
              new SimpleModule()
                  .addKeyDeserializer(Fact.class, new FactKeys.Reader())
                  .addKeySerializer(Fact.class, new FactKeys.Writer()))
          .build();

  private PlanJson() {}

  public static ObjectNode write(Plan plan) {
    return MAPPER.valueToTree(plan);
  }

  public static Plan read(ObjectNode json) {
    return MAPPER.treeToValue(json, Plan.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kind {}

  @JsonTypeName("task")
  private interface TaskName {}

  @JsonTypeName("step")
  private interface StepName {}

  @JsonTypeName("connector")
  private interface ConnectorName {}

  @JsonTypeName("process")
  private interface ProcessName {}
}
