/** Canned answers of the API: the demo story in its most telling moments. */
export const DIGEST = "9f2b7c41e05d8a6613f4c2ab77e1d95032c6f8be41a7d09c5e8812f3b6a4d7c0";
export const RELEASE = "4c1e9ad0722b5f38e6a9d4017bc35f2e881d60a4f97c2be5130d6a8f4e92c7b1";
export const OLD_RELEASE = "b80f13d7a2c649e5f10c7d3b92ae6458d1f7304c8eb95a26c0413fd8e7a2965d";

const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const hence = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

export const sessions = {
  "demo-approver": { username: "demo-approver", displayName: "Ana Souza", tenant: "default", roles: ["approver", "requester", "operator", "security"], language: "en" },
  "demo-requester": { username: "demo-requester", displayName: "Rui Lima", tenant: "default", roles: ["requester", "approver"], language: "pt-BR" },
};

const GOAL = "analyse sales.csv and send the report to ana@example.org";
const ARGS = { source: "sales.csv", to: "ana@example.org" };
const summary = (id, state, progress, minutes, more = {}) => ({
  id, goal: GOAL, task: "deliver-report", arguments: ARGS, state, progress,
  requester: "demo-requester", release: RELEASE, createdAt: ago(minutes), ...more,
});

export const runs = [
  summary("run-7f3a01", "waiting", 86, 4, { waitingFor: "approval of send-report" }),
  summary("run-7f3a02", "running", 40, 2, { goal: "analise vendas.csv e envie o relatório para rui@example.org" }),
  summary("run-7f3a03", "success", 100, 90, { finishedAt: ago(88) }),
  summary("run-7f3a04", "failed", 57, 200, { finishedAt: ago(199), failure: "No plan reaches the goal: clean-strict and clean-tolerant both failed." }),
  summary("run-7f3a05", "rolled_back", 100, 1500, { finishedAt: ago(1400) }),
  summary("run-7f3a06", "cancelled", 20, 3000, { finishedAt: ago(2990) }),
];

const step = (id, label, state, more = {}) => ({
  id, label, action: label, arguments: { source: "sales.csv" }, connector: "code", operation: "python", after: [],
  priority: "normal", state, attempt: 1, verdict: "allow", reasons: [{ source: "aleff.guardrails.execution", message: "Sandboxed code without network is allowed." }],
  risk: 10, sandbox: "bubblewrap", startedAt: ago(3), finishedAt: ago(2), durationMs: 840, checkpoint: "c0ffee12ab34", planRevision: 2, ...more,
});

export const steps = [
  step("s1", "inspect", "success"),
  step("s2", "profile", "success", { after: ["s1"], durationMs: 1312 }),
  step("s3", "fetch-style", "denied", {
    connector: "http", operation: "fetch", arguments: { url: "https://styles.example.net/report.css" }, verdict: "deny", risk: 55, after: ["s1"], planRevision: 1,
    sandbox: null, checkpoint: null, startedAt: null, durationMs: null,
    reasons: [{ source: "aleff.guardrails.network", message: "The host styles.example.net is not on the allow-list of this tenant." }],
  }),
  step("s4", "clean-strict", "failed", { after: ["s2"], planRevision: 1, checkpoint: null, durationMs: 411, error: { code: "exit", message: "ValueError: row 17: amount '1.299,00 €' is not a number (and 211 more rows)" }, strategy: "guess", attempts: [
    { attempt: 1, strategy: "", outcome: "failed", connector: "code", operation: "python", actionDigest: "4e07408562bedb8b", code: "exit", message: "KeyError: 'amount'", output: "Traceback (most recent call last):\nKeyError: 'amount'\n", at: "2026-11-21T09:00:12Z" },
    { attempt: 0, strategy: "same", outcome: "refused", connector: "code", operation: "python", actionDigest: "", code: "repeated", message: "The same action has failed before.", output: "", at: "2026-11-21T09:00:12Z" },
    { attempt: 2, strategy: "guess", outcome: "failed", connector: "code", operation: "python", actionDigest: "9f86d081884c7d65", code: "exit", message: "ValueError: row 17: amount '1.299,00 €' is not a number (and 211 more rows)", output: "ValueError: row 17\n", at: "2026-11-21T09:00:13Z" },
  ] }),
  step("s5", "clean-tolerant", "success", { after: ["s2"], attempt: 2, durationMs: 2204 }),
  step("s6", "chart", "success", { after: ["s5"] }),
  step("s7", "aggregate", "running", { after: ["s5"], operation: "javascript", finishedAt: null, durationMs: null, checkpoint: null }),
  step("s8", "build-report", "pending", { after: ["s6", "s7"], startedAt: null, finishedAt: null, durationMs: null, checkpoint: null, verdict: null, reasons: [], risk: null, sandbox: null }),
  step("s9", "send-report", "waiting", {
    connector: "mail", operation: "send", after: ["s8"], verdict: "approve", risk: 72, finishedAt: null, durationMs: null, checkpoint: null, approvalId: "ap-1", sandbox: null,
    arguments: { to: "ana@example.org", subject: "Report: sales.csv", attachments: "report.html" },
    reasons: [{ source: "aleff.guardrails.privacy", message: "Delivery outside the organisation cannot be undone." }], actionDigest: DIGEST,
  }),
];

const task = (id, label, method, children, rejected = []) => ({
  kind: "task", id, label, task: label, arguments: ARGS, method, reasons: ["format(sales.csv, csv) holds", "cost 3 is the lowest of 2"], rejected, children,
});
const leaf = (stepId) => ({ kind: "step", stepId });

export const tree = task("t1", "deliver-report", "tabular", [
  leaf("s1"),
  task("t2", "prepare-style", "built-in-style", [], [{ method: "fetched-style", cause: "excluded", detail: "fetch-style(https://styles.example.net/report.css) was denied: host not on the allow-list" }]),
  task("t3", "profile-data", "by-script", [leaf("s2")]),
  task("t4", "clean-data", "clean-tolerant", [leaf("s5")], [{ method: "clean-strict", cause: "excluded", detail: "clean-strict(sales.csv) failed: ValueError in row 17" }]),
  task("t5", "summarise", "chart-and-table", [leaf("s6"), leaf("s7")]),
  leaf("s8"),
  leaf("s9"),
], [{ method: "anything-else", cause: "precondition", detail: "not format(sales.csv, csv) does not hold" }]);

export const timeline = [
  "run.created The goal became the task deliver-report(sales.csv, ana@example.org).",
  "plan.made Plan 1 has 8 steps.",
  "decision.allow inspect may run.",
  "step.done inspect finished.",
  "decision.deny fetch-style is denied: host not on the allow-list.",
  "step.failed clean-strict failed: ValueError in row 17.",
  "plan.made Plan 2 replaces plan 1 and keeps 2 finished steps.",
  "step.done clean-tolerant finished; 212 rows repaired.",
  "approval.opened send-report waits for an approver.",
].map((line, index) => {
  const [type, ...words] = line.split(" ");
  return { seq: index + 1, at: ago(4 - index * 0.3), type, actor: index === 0 ? "demo-requester" : null, step: index > 1 ? `s${index}` : null, summary: words.join(" "), data: index === 4 ? { host: "styles.example.net", risk: 55 } : {} };
});

const CODE = `import csv, json, sys

def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as source:
        yield from csv.DictReader(source)

total = sum(float(row["amount"]) for row in rows(sys.argv[1]))
print(json.dumps({"total": round(total, 2)}))
`;

export const DIFF = `diff --git a/summary.json b/summary.json
new file mode 100644
index 0000000..3b18e51
--- /dev/null
+++ b/summary.json
@@ -0,0 +1,3 @@
+{
+  "total": 184211.5
+}
diff --git a/clean.csv b/clean.csv
index 83db48f..bf269f4 100644
--- a/clean.csv
+++ b/clean.csv
@@ -15,4 +15,4 @@ date,region,amount
 2026-01-14,north,120.50
-2026-01-15,south,"1.299,00 €"
+2026-01-15,south,1299.00
 2026-01-16,east,88.10
 2026-01-17,west,91.00
`;

const commit = (letter) => letter.repeat(40);
const checkpoint = (letter, parent, minutes, message, step = null, undone = false) => ({ id: commit(letter), parent: parent && commit(parent), at: ago(minutes), step, message, undone });

export const checkpoints = [
  checkpoint("f", "d", 1, "s6 chart, attempt 1", "s6"),
  checkpoint("e", "d", 2, "s7 aggregate, attempt 1", "s7", true),
  checkpoint("d", "c", 2, "s5 clean-tolerant, attempt 2", "s5"),
  checkpoint("c", "b", 3, "s2 profile, attempt 1", "s2"),
  checkpoint("b", "a", 4, "Import input/sales.csv"),
  checkpoint("a", null, 4, "Create the workspace"),
];

const added = (text) => text.split("\n").map((line) => `+${line}`);
const LONG = Array.from({ length: 900 }, (_, index) => `2026-01-${String((index % 28) + 1).padStart(2, "0")},north,${index}.50`).join("\n");

/** A file of every kind; the long one comes whole only when it is asked for. */
export function diff(from, to, path) {
  const change = (status, name, more) => ({ status, path: name, kind: "text", mediaType: "text/plain", hunks: [], cut: false, ...more });
  const all = [
    change("modified", "clean.csv", {
      mediaType: "text/csv", oldSize: 412, newSize: 408, added: 1, deleted: 1,
      hunks: [{ oldStart: 15, oldLines: 4, newStart: 15, newLines: 4, lines: [" 2026-01-14,north,120.50", '-2026-01-15,south,"1.299,00 €"', "+2026-01-15,south,1299.00", " 2026-01-16,east,88.10", " 2026-01-17,west,91.00"] }],
    }),
    change("added", "long.csv", {
      mediaType: "text/csv", newSize: LONG.length, added: 900, deleted: 0, cut: path !== "long.csv",
      hunks: path === "long.csv" ? [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 900, lines: added(LONG) }] : [],
    }),
    change("added", "chart.png", { kind: "binary", mediaType: "image/png", newSize: 48_211 }),
    change("deleted", "notes.txt", { oldSize: 6, added: 0, deleted: 1, hunks: [{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0, lines: ["-draft"] }] }),
    change("renamed", "out/summary.json", { oldPath: "summary.json", mediaType: "application/json", oldSize: 40, newSize: 40, added: 0, deleted: 0 }),
  ];
  return { from, to, total: from === to ? 0 : all.length, files: from === to ? [] : all.filter((each) => !path || each.path === path), cut: false };
}

const form = {
  type: "default", schemaVersion: 18, id: "approve-action",
  components: [
    { type: "text", id: "t", text: "### Delivery to a person\nCheck the address and the attachment." },
    { type: "textfield", id: "f1", key: "to", label: "Recipient", readonly: true },
    { type: "textarea", id: "f2", key: "comment", label: "Comment for the record" },
  ],
};

const approval = (id, action, risk, more = {}) => ({
  id, runId: "run-7f3a01", stepId: "s9", goal: GOAL, action, connector: "mail", operation: "send", requester: "demo-requester",
  groups: ["approver"], required: 1, approvals: 0, risk, state: "open", claimedBy: null, createdAt: ago(3), expiresAt: hence(55), digest: DIGEST, reversibility: "irreversible", ...more,
});

export const approvals = [
  approval("ap-1", "send-report", 72),
  approval("ap-2", "delete-old-exports", 45, { connector: "code", operation: "shell", goal: "tidy the exports folder", expiresAt: hence(26 * 60), groups: ["approver"], required: 2, approvals: 1, claimedBy: "bruno" }),
  approval("ap-3", "send-invoice", 20, { requester: "demo-approver", expiresAt: hence(300), goal: "send the invoice of October to the client" }),
  approval("ap-4", "send-report", 30, { state: "rejected", approvals: 0 }),
];

export const approvalDetail = (summaryOf) => ({
  ...summaryOf,
  arguments: { to: "ana@example.org", subject: "Report: sales.csv", attachments: ["report.html", "totals.csv"] },
  code: summaryOf.connector === "code" || summaryOf.id === "ap-1" ? [{ path: "scripts/totals.py", text: CODE, sha256: OLD_RELEASE }] : [],
  files: [{ path: "totals.csv", size: 96, sha256: RELEASE, text: "region,total\nnorth,51200.10\nsouth,48110.00\n" }, { path: "chart.png", size: 48_211, sha256: DIGEST, text: null }],
  diff: DIFF,
  preview: "From: aleff@localhost\nTo: ana@example.org\nSubject: Report: sales.csv\nContent-Type: multipart/mixed\n\nThe report on sales.csv is attached: 10,000 rows, total 184,211.50.\n\n[report.html, 18.2 kB, sha256 b80f13d7…]\n",
  reasons: steps[8].reasons,
  signals: [{ name: "external-recipient", weight: 40, evidence: "ana@example.org is outside the tenant's domains" }, { name: "irreversible", weight: 32, evidence: "mail.send cannot be undone" }],
  requirements: [{ group: "approver", count: summaryOf.required, within: "PT1H", reason: "Delivery outside the organisation" }],
  decisions: summaryOf.approvals > 0 ? [{ by: "bruno", at: ago(1), verdict: "approved", comment: "Address checked." }] : [],
  form,
});

export const releases = [
  { digest: RELEASE, createdAt: ago(60), createdBy: "admin", message: "Allow styles only from the built-in set", active: true, files: 24 },
  { digest: OLD_RELEASE, createdAt: ago(2880), createdBy: "admin", message: "Default definitions", active: false, files: 23 },
];

export const releaseFiles = [
  { path: "htn/data-report.yaml", size: 2310 }, { path: "bpmn/agent-run.bpmn", size: 9120 }, { path: "bpmn/guarded-action.bpmn", size: 8411 },
  { path: "policies/rego/network/egress.rego", size: 740 }, { path: "policies/drools/risk/risk.drl", size: 1210 }, { path: "connectors/mail.yaml", size: 690 }, { path: "tenants/default.yaml", size: 512 },
];

export const REGO = 'package aleff.guardrails.network\n\nimport rego.v1\n\ndeny contains reason if {\n\tsome host in input.action.egress\n\tnot host in data.tenant.egress.allow\n\treason := sprintf("The host %s is not on the allow-list.", [host])\n}\n';

export const audit = Array.from({ length: 60 }, (_, index) => ({
  seq: index + 1, at: ago(120 - index), type: ["run.created", "decision.allow", "grant.used", "step.done", "approval.approved"][index % 5],
  actor: ["demo-requester", "aleff", "worker-1", "worker-1", "demo-approver"][index % 5], runId: "run-7f3a03", stepId: `s${(index % 9) + 1}`,
  summary: ["Run created", "Action allowed", "Grant used", "Step done", "Action approved"][index % 5], hash: (BigInt(`0x${DIGEST}`) >> BigInt(index)).toString(16).padStart(64, "0"), data: { attempt: 1 },
}));

export const checks = [
  { check: "database", ok: true, detail: "PostgreSQL 18.1, embedded", fix: "" },
  { check: "sandbox", ok: false, detail: "bwrap is not on the PATH", fix: "apt-get install bubblewrap" },
];

export const deadLetters = [
  { id: "dl1", run: "run-7f3a04", step: "s9", code: "unknown-outcome", message: "The worker fell silent while mail.send ran.", createdAt: ago(12), resolution: null },
];

export const files = {
  "": [
    { path: "out", name: "out", size: 0, directory: true },
    { path: "sales.csv", name: "sales.csv", size: 412, directory: false, mediaType: "text/csv" },
    { path: "report.html", name: "report.html", size: 900, directory: false, mediaType: "text/html" },
    { path: "chart.svg", name: "chart.svg", size: 320, directory: false, mediaType: "image/svg+xml" },
    { path: "summary.json", name: "summary.json", size: 40, directory: false, mediaType: "application/json" },
    { path: "model.bin", name: "model.bin", size: 9_100_000, directory: false, mediaType: "application/octet-stream" },
  ],
  out: [{ path: "out/totals.csv", name: "totals.csv", size: 60, directory: false, mediaType: "text/csv" }],
};

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 120" width="440" height="240"><rect x="20" y="40" width="40" height="70" fill="#0f62fe"/><rect x="80" y="20" width="40" height="90" fill="#8a3ffc"/><rect x="140" y="60" width="40" height="50" fill="#007d79"/></svg>';

export const contents = {
  "sales.csv": 'date,region,amount\n2026-01-14,north,120.50\n2026-01-15,south,"1.299,00 €"\n2026-01-16,"east, coast",88.10\n',
  "out/totals.csv": "region;total\nnorth;51200,10\nsouth;48110,00\n",
  "chart.svg": SVG,
  "summary.json": '{\n  "total": 184211.5\n}\n',
  "report.html": `<!doctype html><html><head><style>body{font-family:sans-serif;margin:2rem}h1{color:#0f62fe}</style><script>parent.document.title="owned"</script></head><body onload="alert(1)"><h1>Sales</h1><p style="color:#393939">10,000 rows, 212 repaired.</p><img src="chart.svg" alt="Totals by region"><img src="https://tracker.example.net/p.gif" alt=""></body></html>`,
};
