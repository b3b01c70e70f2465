/** A compiled plan as the engine draws it: one call activity per step. */
const BOXES = [
  ["s1", "inspect", 240, 180, ["start"]],
  ["s2", "profile", 420, 100, ["s1"]],
  ["s3", "fetch-style", 420, 260, ["s1"]],
  ["s5", "clean-tolerant", 600, 180, ["s2"]],
  ["s6", "chart", 780, 100, ["s5"]],
  ["s7", "aggregate", 780, 260, ["s5"]],
  ["s8", "build-report", 960, 180, ["s6", "s7"]],
  ["s9", "send-report", 1140, 180, ["s8"]],
];

const right = { start: [188, 220], ...Object.fromEntries(BOXES.map(([id, , x, y]) => [id, [x + 100, y + 40]])) };
const flows = [
  ...BOXES.flatMap(([id, , x, y, after]) => after.map((from) => [from, id, right[from], [x, y + 40]])),
  ["s9", "end", right.s9, [1312, 220]],
];
const node = (id) => (id === "start" || id === "end" ? id : `call_${id}`);

export const BPMN = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="http://aleff.io/plan">
<bpmn:process id="plan" isExecutable="true">
<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>
${BOXES.map(([id, name]) => `<bpmn:callActivity id="call_${id}" name="${name}"/>`).join("\n")}
${flows.map(([from, to]) => `<bpmn:sequenceFlow id="f_${from}_${to}" sourceRef="${node(from)}" targetRef="${node(to)}"/>`).join("\n")}
</bpmn:process>
<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="plan">
<bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="152" y="202" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="1312" y="202" width="36" height="36"/></bpmndi:BPMNShape>
${BOXES.map(([id, , x, y]) => `<bpmndi:BPMNShape id="call_${id}_di" bpmnElement="call_${id}"><dc:Bounds x="${x}" y="${y}" width="100" height="80"/></bpmndi:BPMNShape>`).join("\n")}
${flows.map(([from, to, [x1, y1], [x2, y2]]) => `<bpmndi:BPMNEdge id="f_${from}_${to}_di" bpmnElement="f_${from}_${to}"><di:waypoint x="${x1}" y="${y1}"/><di:waypoint x="${x2}" y="${y2}"/></bpmndi:BPMNEdge>`).join("\n")}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

export const tokens = (steps) => ({
  elements: Object.fromEntries(steps.map((step) => [`call_${step.id}`, { stepId: step.id, state: step.state }])),
});
