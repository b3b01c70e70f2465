package io.aleff.runtime.engine;

import io.aleff.definition.Digest;
import io.aleff.runtime.action.ModelArguments;
import io.aleff.runtime.plan.PlanCompiler;
import io.aleff.runtime.release.CompiledRelease;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ExtensionElements;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.jspecify.annotations.Nullable;

/**
 * Puts models into the engine under keys that name their content, so that each run keeps the models
 * of its release and equal models are deployed once.
 */
public final class ModelDeployments {

  private static final String GUARD = "guarded-action";

  private final ProcessEngineHost engine;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  public ModelDeployments(ProcessEngineHost engine) {
    this.engine = engine;
  }

  /**
   * Deploys the models and forms of a release, unless they are there.
   *
   * @return key by process id
   */
  public Map<String, String> deploy(CompiledRelease release) {
    String suffix = "_" + digest(release).substring(0, 16);
    Map<String, String> keys = new TreeMap<>();
    release.processes().keySet().forEach(id -> keys.put(id, id + suffix));
    String marker = "release" + suffix;
    if (known.contains(marker) || keys.values().stream().allMatch(this::deployed)) {
      known.add(marker);
      return keys;
    }
    DeploymentBuilder deployment = engine.repository().createDeployment().name(marker);
    release
        .processes()
        .forEach(
            (id, model) ->
                deployment.addString(keys.get(id) + ".bpmn", renamed(model.text(), keys)));
    release
        .bundle()
        .texts("bpmn/", ".form")
        .forEach(form -> deployment.addString(form.path(), form.text()));
    engine.deploy(deployment);
    return keys;
  }

  private static String digest(CompiledRelease release) {
    StringBuilder all = new StringBuilder("models 2\n");
    release
        .processes()
        .forEach((id, model) -> all.append(id).append(Digest.sha256(model.text())).append('\n'));
    release
        .bundle()
        .texts("bpmn/", ".form")
        .forEach(form -> all.append(form.path()).append(Digest.sha256(form.text())).append('\n'));
    return Digest.sha256(all.toString());
  }

  private static String renamed(String xml, Map<String, String> keys) {
    BpmnModelInstance model =
        Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    for (CallActivity call : model.getModelElementsByType(CallActivity.class)) {
      if (GUARD.equals(call.getCalledElement())) {
        ownStep(model, call);
      }
      String key = keys.get(call.getCalledElement());
      if (key != null) {
        call.setCalledElement(key);
      }
    }
    for (Process process : model.getModelElementsByType(Process.class)) {
      process.setId(keys.getOrDefault(process.getId(), process.getId()));
    }
    return Bpmn.convertToString(model);
  }

  /** The action gets a step of its own, whatever else the model hands over. */
  private static void ownStep(BpmnModelInstance model, CallActivity call) {
    ExtensionElements extensions = call.getExtensionElements();
    if (extensions == null) {
      extensions = model.newInstance(ExtensionElements.class);
      call.setExtensionElements(extensions);
    }
    for (CamundaIn in : extensions.getElementsQuery().filterByType(CamundaIn.class).list()) {
      String target = in.getCamundaTarget();
      boolean argument =
          target != null
              && (target.equals("action") || target.startsWith(ModelArguments.PREFIX))
              && (given(in.getCamundaSource()) || given(in.getCamundaSourceExpression()));
      if (!argument) {
        extensions.removeChildElement(in);
      }
    }
    CamundaIn key = model.newInstance(CamundaIn.class);
    key.setCamundaBusinessKey("${run}");
    extensions.addChildElement(key);
    Map<String, String> values =
        Map.of(
            "tenant",
            "${tenant}",
            "run",
            "${run}",
            "step",
            "${aleff.nested('" + call.getId() + "')}");
    for (Map.Entry<String, String> value : values.entrySet()) {
      CamundaIn in = model.newInstance(CamundaIn.class);
      in.setCamundaSourceExpression(value.getValue());
      in.setCamundaTarget(value.getKey());
      extensions.addChildElement(in);
    }
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  /** Deploys a compiled plan, unless an equal shape is there. */
  public void deploy(PlanCompiler.Compiled plan) {
    if (known.contains(plan.key())) {
      return;
    }
    if (!deployed(plan.key())) {
      engine.deploy(
          engine
              .repository()
              .createDeployment()
              .name(plan.key())
              .addString(plan.key() + ".bpmn", plan.xml()));
    }
    known.add(plan.key());
  }

  private boolean deployed(String key) {
    return engine.repository().createProcessDefinitionQuery().processDefinitionKey(key).count() > 0;
  }
}
