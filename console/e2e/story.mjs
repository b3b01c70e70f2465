// The demo's story in a browser against a real service: from words to a report that was sent, and back.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { watching } from "./watching.mjs";

const { ALEFF_URL, ALEFF_HOME, PICTURES } = process.env;
if (!ALEFF_URL || !ALEFF_HOME) {
  process.stderr.write("ALEFF_URL and ALEFF_HOME name a service that was started with --aleff.demo=true\n");
  process.exit(2);
}
const base = `${ALEFF_URL}/console`;
const sales = fileURLToPath(new URL("../../samples/sales.csv", import.meta.url));
const goal = "analyse sales.csv and send the report to ana@example.com";
const problems = [];
const { browser, close } = await openBrowser();
// The first request of a stranger asks for a session and is told that there is none.
const { open, check, picture } = await watching({ browser, origin: ALEFF_URL, pictures: PICTURES, problems, expected: /status of 401/ });

async function person(name, password) {
  const { context, page } = await open(1440, "light");
  context.setDefaultTimeout(90_000);
  await page.goto(`${base}/`);
  await page.fill("#username", name);
  await page.fill("#password", password);
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-connection="live"]');
  return page;
}

const secret = async (file) => (await readFile(join(ALEFF_HOME, "tokens", file), "utf8")).trim();

/** Demo users may not read the audit trail, so an auditor is hired. */
async function auditor() {
  const account = { username: `auditor-${randomBytes(3).toString("hex")}`, password: randomBytes(12).toString("base64url"), roles: ["operator", "analyst"] };
  const answer = await fetch(`${ALEFF_URL}/api/v1/users`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${await secret("admin.token")}` },
    body: JSON.stringify(account),
  });
  if (!answer.ok) throw new Error(`no auditor: ${answer.status} ${await answer.text()}`);
  return person(account.username, account.password);
}

async function look(page, name) {
  await page.waitForTimeout(300);
  await check(page, `${name}-1440-light`);
  if (process.env.EVERY_SIZE !== "1") return;
  for (const [width, height, theme] of [[1440, 900, "dark"], [390, 844, "light"], [390, 844, "dark"]]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(300);
    await (width === 390 && theme === "dark" ? check : picture)(page, `${name}-${width}-${theme}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const mustSee = (page, text) => page.getByText(text).first().waitFor();

async function startsRun(page, name) {
  await page.locator("h1").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.waitForSelector('[data-testid="new-run"]');
  await page.keyboard.press("n");
  await page.fill("#goal", goal);
  await page.setInputFiles("#run-files", sales);
  if (name) await look(page, name);
  await page.click(".cds--modal-footer .cds--btn--primary");
  await page.waitForSelector(".run-head");
  await page.waitForSelector('[data-ready="true"] .token');
  if (name) await picture(page, "run-started");
  return page.url().split("/runs/")[1].split("/")[0];
}

/** Every revision of the plan, and which states its diagrams show. */
async function seesProcess(page) {
  await page.waitForSelector(".run-status:has-text('Waiting')");
  await page.waitForSelector("#revision");
  const revisions = await page.locator("#revision option").evaluateAll((options) => options.map((each) => each.value));
  const shown = new Set();
  for (const revision of revisions) {
    await page.selectOption("#revision", revision);
    await page.waitForSelector('[data-ready="true"] .token');
    await page.waitForTimeout(500);
    (await page.locator(".token").evaluateAll((all) => all.map((each) => each.dataset.state))).forEach((state) => shown.add(state));
    await look(page, `process-${revision}`);
  }
  for (const state of ["denied", "failed", "success", "waiting"]) {
    if (!shown.has(state)) throw new Error(`no diagram shows a token that is ${state}: ${[...shown]}`);
  }
  const progress = await page.locator(".run-status progress").getAttribute("value");
  if (!(Number(progress) > 0 && Number(progress) < 100)) throw new Error(`the progress of a waiting run is ${progress}`);
}

async function seesDetails(page, run) {
  await tab(page, "Task tree");
  await page.locator('[data-testid="tree"] .tree-reasons:visible', { hasText: "clean-strict" }).first().waitFor();
  await look(page, "tree");
  await tab(page, "Steps");
  await page.waitForSelector('[data-testid="steps"]:has-text("styles.example.org")');
  await look(page, "steps");
  await tab(page, "Timeline");
  await page.waitForSelector(".entry");
  await look(page, "timeline");
  await tab(page, "Output");
  await page.waitForSelector(".xterm-rows:has-text('report.html')");
  await look(page, "output");
  await page.goto(`${base}/runs/${run}/files?file=report/report.html`);
  await page.frameLocator("iframe").locator("svg").first().waitFor();
  await look(page, "report");
  await page.goto(`${base}/runs/${run}/files?file=input/sales.csv`);
  await page.waitForSelector(".csv td");
  await look(page, "csv");
}

/** Picks the request of the run from the inbox, with the keyboard, and leaves it open. */
async function opensRequest(page, run) {
  await page.waitForSelector(".approval-item");
  const items = await page.locator(".approval-item").count();
  const detail = page.locator('[data-testid="approval-detail"]');
  for (let tries = 0; tries < items; tries++) {
    await page.keyboard.press("j");
    await page.locator('.approval-item[aria-current="true"]').nth(0).waitFor();
    await detail.locator(".approval-actions, #obstacle").first().waitFor();
    if ((await detail.locator(`a[href$="/runs/${run}"]`).count()) > 0) return;
  }
  throw new Error(`the inbox does not show the request of ${run}`);
}

async function approves(page, run) {
  await opensRequest(page, run);
  await page.waitForSelector('[data-testid="preview"]:has-text("ana@example.com")');
  await page.waitForSelector(".fact-section .reasons li");
  await page.waitForSelector(".fjs-form");
  await look(page, "approval");
  await squeezed(page, ".approval-actions button");
  await page.keyboard.press("c");
  await page.waitForSelector(".approval-status:has-text('Claimed by you')");
  const digest = (await page.locator(".facts .digest code").first().textContent()).trim();
  await page.keyboard.press("a");
  await page.waitForSelector(`.dialog-digest code:has-text("${digest}")`);
  await look(page, "approve");
  const sent = page.waitForResponse((response) => response.url().endsWith("/approve"));
  await page.keyboard.press("Enter");
  const answer = await sent;
  if (answer.status() !== 200 || answer.request().postDataJSON().digest !== digest) throw new Error(`the approval was answered with ${answer.status()}`);
}

/** A reason is needed, and the requester reads it. */
async function rejects(page, requester, run) {
  await opensRequest(page, run);
  await page.keyboard.press("r");
  await page.waitForSelector("#reject-reason:focus");
  const confirm = page.locator(".cds--modal.is-visible .cds--btn--danger");
  if (await confirm.isEnabled()) throw new Error("a request can be rejected without a reason");
  await page.fill("#reject-reason", "The quarter is not closed yet.");
  await look(page, "reject");
  await confirm.click();
  await requester.goto(`${base}/runs/${run}`);
  await requester.waitForSelector(".run-status:has-text('Failed')");
  await mustSee(requester, "The quarter is not closed yet.");
  await look(requester, "rejected");
}

/** What a role may not do is not offered. */
async function offersOnlyWhatIsAllowed(requester, approver, run) {
  await requester.goto(`${base}/inbox`);
  await requester.locator(".approval-item").first().click();
  await requester.waitForSelector("#obstacle");
  const none = async (page, selector) => {
    if ((await page.locator(selector).count()) > 0) throw new Error(`${page.url()} offers ${selector}`);
  };
  await none(requester, ".approval-actions button");
  await none(requester, 'header a:has-text("Audit")');
  await approver.goto(`${base}/runs/${run}`);
  await approver.waitForSelector(".run-head");
  await none(approver, ".run-actions button");
  await approver.goto(`${base}/runs`);
  await approver.waitForSelector('[data-testid="runs"]');
  await none(approver, '[data-testid="new-run"]');
}

/** A button whose words are cut off or lie below its icon. */
async function squeezed(page, selector) {
  const bad = await page.locator(selector).evaluateAll((all) =>
    all.filter((button) => {
      const icon = button.querySelector("svg")?.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(button.firstChild ?? button);
      const text = range.getBoundingClientRect();
      return button.scrollWidth > button.clientWidth || (icon && text.right > icon.left && icon.right > text.left);
    }).map((button) => button.textContent),
  );
  if (bad.length > 0) problems.push(`squeezed buttons: ${bad.join(", ")}`);
}

async function rollsBack(page, run) {
  await page.goto(`${base}/runs/${run}`);
  await page.waitForSelector(".run-status:has-text('Success')");
  await page.waitForSelector('[data-ready="true"] .token');
  await look(page, "success");
  await page.getByRole("button", { name: "Roll back" }).click();
  await look(page, "rollback");
  await page.click(".cds--modal-footer .cds--btn--danger");
  await page.waitForSelector(".run-status:has-text('Rolled back')");
  await tab(page, "Steps");
  await page.waitForSelector('[data-testid="steps"] .state-tag:has-text("Rolled back")');
  await look(page, "rolled-back");
}

async function audits(page, run) {
  await page.goto(`${base}/audit`);
  await page.click('[data-testid="verify"]');
  await mustSee(page, "The chain is intact");
  await page.fill("#audit-run", run);
  await page.waitForSelector('[data-testid="audit"] tr:has-text("approval")');
  await look(page, "audit");
  await page.goto(`${base}/releases`);
  await page.waitForSelector('[data-testid="releases"]');
  await look(page, "releases");
  await page.locator('[data-testid="releases"] a').first().click();
  await page.waitForSelector(".browser-entries");
  await look(page, "release-files");
}

async function switches(page) {
  await page.goto(`${base}/runs`);
  await page.waitForSelector('[data-testid="runs"]');
  await look(page, "runs");
  await page.getByRole("button", { name: /Language/ }).click();
  await page.waitForSelector('html[lang="pt-BR"]');
  await page.getByRole("button", { name: /Tema/ }).click();
  await page.getByRole("button", { name: /Tema/ }).click();
  await page.waitForSelector('html[data-theme="dark"]');
  await page.waitForTimeout(400);
  await check(page, "runs-portuguese-dark");
}

let page;
try {
  const requester = (page = await person("demo-requester", await secret("demo-requester.password")));
  const run = await startsRun(requester, "new-run");
  await seesProcess(requester);
  await seesDetails(requester, run);
  await tab(requester, "Process");
  const approver = (page = await person("demo-approver", await secret("demo-approver.password")));
  await approves(approver, run);
  page = requester;
  await requester.waitForSelector(".run-status:has-text('Success')");
  await rollsBack(requester, run);
  const another = await startsRun(requester);
  await requester.waitForSelector(".run-status:has-text('Waiting')");
  await offersOnlyWhatIsAllowed(requester, (page = approver), another);
  await approver.goto(`${base}/inbox`);
  await rejects(approver, requester, another);
  page = await auditor();
  await audits(page, run);
  await switches((page = requester));
} catch (error) {
  problems.push(`${page?.url()}: ${error.message}`);
  if (page) await picture(page, "failed");
} finally {
  await close();
}
process.stdout.write(problems.length === 0 ? "story: everything as it should be\n" : `${problems.join("\n")}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
