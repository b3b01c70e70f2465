// Serves the built console with the real content security policy, and the API with canned data.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { BPMN, tokens } from "./bpmn.mjs";
import * as data from "./data.mjs";

const ROOT = fileURLToPath(new URL("../target/classes/META-INF/resources/console/", import.meta.url));
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".html": "text/html" };

const policy = (nonce) =>
  `default-src 'none'; script-src 'self'; style-src-elem 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; ` +
  "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

class Refusal extends Error {
  constructor(status, code, detail, more = {}) {
    super(detail);
    Object.assign(this, { status, body: { type: "about:blank", title: code, status, code, detail, ...more } });
  }
}

export function createMock() {
  const logins = new Map();
  const streams = new Set();
  let eventId = 0;
  const approvals = structuredClone(data.approvals);

  const emit = (type, content) => {
    eventId += 1;
    streams.forEach((stream) => stream.write(`id: ${eventId}\nevent: ${type}\ndata: ${JSON.stringify(content)}\n\n`));
  };
  const find = (list, id) => list.find((each) => each.id === id) ?? fail(404, "not-found", `There is no ${id}.`);
  const run = (id) => {
    const summary = find(data.runs, id);
    const fresh = summary.state === "cancelled";
    return { ...summary, planRevision: fresh ? 0 : 2, steps: fresh ? [] : data.steps, tree: fresh ? null : data.tree, result: summary.state === "success" ? [{ path: "report.html", size: 900, mediaType: "text/html" }] : [] };
  };
  const decide = (id, user, body, state) => {
    const approval = find(approvals, id);
    if (approval.requester === user) fail(403, "own-request", "You requested this action yourself.");
    if (approval.state !== "open") fail(409, "already-decided", `It was ${approval.state}.`);
    if (body.digest !== approval.digest) fail(409, "digest-mismatch", "The digest differs.");
    if (state === "rejected" && !body.reason) fail(422, "reason-missing", "A reason is needed.");
    approval.state = state;
    approval.approvals += state === "approved" ? 1 : 0;
    emit("approval", approval);
    return approval;
  };
  const claim = (id, by) => {
    const approval = find(approvals, id);
    approval.claimedBy = by;
    emit("approval", approval);
    return approval;
  };

  const routes = [
    ["GET /runs", ({ query }) => ({ items: data.runs.filter((each) => (!query.get("state") || each.state === query.get("state")) && each.goal.includes(query.get("q") ?? "")) })],
    ["POST /runs", ({ text }) => (text.includes("analys") ? data.runs[1] : fail(422, "no-task", "No task network understands this goal.", { nearestPhrases: ["analyse {source} and send the report to {to}"] }))],
    ["GET /runs/:id", ({ id }) => run(id)],
    ["GET /runs/:id/bpmn", () => ({ raw: BPMN, type: "application/xml" })],
    ["GET /runs/:id/tokens", () => tokens(data.steps)],
    ["GET /runs/:id/timeline", () => data.timeline],
    ["GET /runs/:id/steps/:step/output", ({ step }) => [{ id: 1, stream: "stdout", text: `\u001b[1m${step}\u001b[0m reads sales.csv\n` }, { id: 2, stream: "stderr", text: "warning: 212 rows repaired\n" }]],
    ["GET /runs/:id/checkpoints", () => data.checkpoints],
    ["GET /runs/:id/diff", ({ query }) => data.diff(query.get("from"), query.get("to"), query.get("path"))],
    ["GET /runs/:id/archive", () => ({ raw: "PK", type: "application/zip" })],
    ["POST /runs/:id/restore", ({ id, json }) => (json().path === "summary.json" ? fail(409, "nothing-to-restore", "The files are as they were there already.") : find(data.runs, id))],
    ["GET /runs/:id/files", ({ query }) => (query.get("path") ? data.files[query.get("path")] ?? [] : data.files[""].slice(query.get("checkpoint") ? 1 : 0))],
    ["GET /runs/:id/file", ({ query }) => ({ raw: data.contents[query.get("path")] ?? "", type: "application/octet-stream" })],
    ["POST /runs/:id/cancel", ({ id }) => find(data.runs, id)],
    ["POST /runs/:id/retry", () => fail(409, "wrong-state", "The run is already being retried.")],
    ["POST /runs/:id/rollback", ({ id }) => find(data.runs, id)],
    ["GET /approvals", ({ query }) => ({ items: approvals.filter((each) => query.get("state") === "all" || (each.state === "open") === (query.get("state") !== "done")) })],
    ["GET /approvals/:id", ({ id }) => data.approvalDetail(find(approvals, id))],
    ["POST /approvals/:id/claim", ({ id, user }) => claim(id, user)],
    ["POST /approvals/:id/release", ({ id }) => claim(id, null)],
    ["POST /approvals/:id/approve", ({ id, user, json }) => decide(id, user, json(), "approved")],
    ["POST /approvals/:id/reject", ({ id, user, json }) => decide(id, user, json(), "rejected")],
    ["GET /releases", () => data.releases],
    ["GET /releases/:id/files", () => data.releaseFiles],
    ["GET /releases/:id/files/content", () => ({ raw: data.REGO, type: "text/plain" })],
    ["POST /releases/:id/activate", () => data.releases[0]],
    ["POST /releases/rollback", () => data.releases[1]],
    ["GET /doctor", () => data.checks],
    ["GET /dead-letters", () => data.deadLetters],
    ["POST /dead-letters/:id/replay", ({ id }) => find(data.deadLetters, id)],
    ["POST /dead-letters/:id/discard", () => fail(409, "already-decided", "It was replayed before.")],
    ["GET /audit", () => data.audit],
    ["GET /audit/verify", () => ({ valid: true, events: 60, head: data.DIGEST })],
    ["GET /audit/export", () => ({ raw: data.audit.map((each) => JSON.stringify(each)).join("\n"), type: "application/x-ndjson" })],
  ].map(([route, answer]) => {
    const [method, path] = route.split(" ");
    return { method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`), answer };
  });

  async function api(request, response, address) {
    const path = address.pathname.slice("/api/v1".length);
    const cookie = /SESSION=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
    const text = await new Response(request).text().catch(() => "");
    if (request.method !== "GET" && !/XSRF-TOKEN=mock/.test(request.headers.cookie ?? "")) fail(403, "csrf", "No CSRF cookie.");
    if (request.method !== "GET" && request.headers["x-xsrf-token"] !== "mock") fail(403, "csrf", "No CSRF header.");
    if (path === "/session" && request.method === "POST") {
      const { username, password } = JSON.parse(text);
      const session = password === "wrong" ? undefined : data.sessions[username];
      if (!session) fail(401, "bad-credentials", "User name or password is wrong.");
      const token = randomBytes(12).toString("hex");
      logins.set(token, username);
      response.setHeader("Set-Cookie", `SESSION=${token}; HttpOnly; SameSite=Strict; Path=/`);
      return session;
    }
    const user = logins.get(cookie) ?? fail(401, "unauthenticated", "Log in first.");
    if (path === "/session") {
      return request.method === "DELETE" ? void logins.delete(cookie) : data.sessions[user];
    }
    for (const { method, pattern, answer } of routes) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (match) {
        const ids = Object.fromEntries(Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]));
        return answer({ ...ids, user, query: address.searchParams, text, json: () => JSON.parse(text) });
      }
    }
    return fail(404, "not-found", "There is no such resource.");
  }

  function stream(request, response) {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(": hello\n\n");
    streams.add(response);
    request.on("close", () => streams.delete(response));
  }

  async function page(response, address) {
    const wanted = normalize(address.pathname.replace(/^\/console/, "")).replace(/^\/+/, "");
    const file = extname(wanted) ? wanted : "index.html";
    const nonce = randomBytes(12).toString("base64");
    const bytes = await readFile(join(ROOT, file)).catch(() => fail(404, "not-found", "No such file."));
    const content = file === "index.html" ? bytes.toString().replaceAll("__CSP_NONCE__", nonce) : bytes;
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": policy(nonce) });
    response.end(content);
  }

  const server = createServer(async (request, response) => {
    const address = new URL(request.url, "http://mock");
    try {
      if (!/XSRF-TOKEN/.test(request.headers.cookie ?? "")) response.setHeader("Set-Cookie", "XSRF-TOKEN=mock; SameSite=Strict; Path=/");
      if (!address.pathname.startsWith("/api/")) {
        if (!address.pathname.startsWith("/console")) {
          response.writeHead(302, { Location: "/console/" }).end();
          return;
        }
        await page(response, address);
      } else if (address.pathname === "/api/v1/events") {
        if (!/SESSION=/.test(request.headers.cookie ?? "")) fail(401, "unauthenticated", "Log in first.");
        stream(request, response);
      } else {
        const answer = await api(request, response, address);
        const raw = answer?.raw !== undefined;
        response.writeHead(200, { "Content-Type": raw ? answer.type : "application/json" });
        response.end(raw ? answer.raw : answer === undefined ? "" : JSON.stringify(answer));
      }
    } catch (error) {
      response.writeHead(error.status ?? 500, { "Content-Type": "application/problem+json" });
      response.end(JSON.stringify(error.body ?? { status: 500, detail: String(error) }));
    }
  });
  const ticker = setInterval(() => emit("output", { runId: "run-7f3a01", stepId: "s7", stream: "stdout", text: `live chunk ${eventId}\n` }), 400);
  server.on("close", () => clearInterval(ticker));
  return { server, emit, dropStreams: () => streams.forEach((each) => each.destroy()) };
}

function fail(status, code, detail, more) {
  throw new Refusal(status, code, detail, more);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8421);
  createMock().server.listen(port, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${port}/console/ (demo-approver or demo-requester, any password)\n`));
}
