// Visits every page in both themes and both sizes: axe, content security policy, console errors, pictures.
// With EVERY_SIZE=1 each theme in each size, which takes twice as long.
import { fileURLToPath } from "node:url";
import { createMock } from "../mock/server.mjs";
import { openBrowser } from "./browser.mjs";
import { stories } from "./stories.mjs";
import { watching } from "./watching.mjs";

const PICTURES = fileURLToPath(new URL("../target/screenshots", import.meta.url));
const only = process.argv[2] ?? "";
const problems = [];

const RUN = "/runs/run-7f3a01";
const PAGES = [
  ["inbox", "/inbox"],
  ["approval", "/inbox/ap-1", '[data-testid="preview"]'],
  ["approval-own", "/inbox/ap-3", "#obstacle"],
  ["approval-diff", "/inbox/ap-1", ".diff", ".diff"],
  ["approval-form", "/inbox/ap-1", ".fjs-form", ".approval-form"],
  ["runs", "/runs", '[data-testid="runs"]'],
  ["run-process", RUN, '[data-ready="true"]'],
  ["run-tree", `${RUN}/tree`, '[data-testid="tree"]'],
  ["run-steps", `${RUN}/steps`, '[data-testid="steps"]'],
  ["run-timeline", `${RUN}/timeline`, ".entry"],
  ["run-output", `${RUN}/output?step=s7`, ".xterm-rows"],
  ["run-files", `${RUN}/files?file=sales.csv`, ".csv"],
  ["run-html", `${RUN}/files?file=report.html`, "iframe"],
  ["run-svg", `${RUN}/files?file=chart.svg`, ".image-preview"],
  ["run-diff", `${RUN}/files?step=s5`, ".diff"],
  ["run-diff-long", `${RUN}/files?step=s5`, ".diff", "text=long.csv"],
  ["run-failed", "/runs/run-7f3a04/steps", ".cds--inline-notification"],
  ["run-empty", "/runs/run-7f3a06", ".empty"],
  ["run-missing", "/runs/nope", ".failure"],
  ["releases", "/releases", '[data-testid="releases"]'],
  ["release-files", "/releases/4c1e", ".browser-entries"],
  ["audit", "/audit", '[data-testid="audit"]'],
  ["operations", "/operations", '[data-testid="checks"]'],
  ["not-found", "/nothing", ".empty"],
];

const mock = createMock();
await new Promise((resolve) => mock.server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${mock.server.address().port}/console`;
const { browser, close } = await openBrowser();

const { open, check, picture } = await watching({
  browser,
  origin: base.replace("/console", ""),
  pictures: PICTURES,
  problems,
  expected: /status of (401|403|404|409|422)|ERR_INCOMPLETE_CHUNKED/,
});

async function login(page, user = "demo-approver") {
  await page.goto(`${base}/`);
  await page.fill("#username", user);
  await page.fill("#password", "secret");
  await page.click(".login-submit");
  await page.waitForSelector(".inbox");
}

const LOOKS = [[1440, "light"], [390, "dark"]];
if (process.env.EVERY_SIZE === "1") LOOKS.push([1440, "dark"], [390, "light"]);

for (const [width, theme] of LOOKS) {
  const { context, page, name } = await open(width, theme);
  await page.goto(`${base}/`);
  await page.waitForSelector("#username");
  if ("login".includes(only)) await check(page, `login-${name}`);
  await login(page);
  for (const [title, path, selector = "main", scrollTo] of PAGES.filter(([title]) => title.includes(only))) {
    try {
      await page.goto(base + path);
      await page.waitForSelector(selector);
      if (scrollTo) await page.locator(scrollTo).first().scrollIntoViewIfNeeded();
      await page.waitForTimeout(250);
      await check(page, `${title}-${name}`);
    } catch (error) {
      problems.push(`${title}-${name}: ${error.message.split("\n")[0]}`);
      await picture(page, `${title}-${name}-failed`);
    }
  }
  await context.close();
}
if (only === "" || only === "stories") {
  await stories({ open, login, check, base, mock, problems });
}
await close();
mock.server.closeAllConnections();
mock.server.close();
process.stdout.write(problems.length === 0 ? "smoke: everything as it should be\n" : `${problems.join("\n")}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
