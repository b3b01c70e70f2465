import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const AXE = await readFile(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Opens pages whose errors, foreign requests and policy violations are problems, and checks what they show. */
export async function watching({ browser, origin, pictures, problems, expected }) {
  if (pictures) await mkdir(pictures, { recursive: true });

  async function open(width, theme, language = "en") {
    const viewport = { width, height: width < 500 ? 844 : 900 };
    const context = await browser.newContext({ viewport, colorScheme: theme, locale: language, reducedMotion: "reduce" });
    const page = await context.newPage();
    const name = `${width}-${theme}`;
    const problem = (text) => problems.push(`${name} ${page.url()}: ${text}`);
    page.on("pageerror", (error) => problem(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !expected.test(message.text())) problem(message.text());
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(data|blob|about):/.test(url) && !url.startsWith(`${origin}/`)) problem(`external request ${url}`);
    });
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
    });
    return { context, page, name };
  }

  async function picture(page, name) {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
  }

  async function check(page, name) {
    await page.evaluate(AXE);
    const violations = await page.evaluate(async (tags) => {
      const result = await globalThis.axe.run(document, { runOnly: tags, iframes: false });
      return result.violations.map((each) => `${each.id}: ${each.nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).slice(0, 3).join(" | ")}`);
    }, TAGS);
    violations.forEach((violation) => problems.push(`${name} axe ${violation}`));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) problems.push(`${name}: ${overflow} px wider than the window`);
    await picture(page, name);
  }

  return { open, check, picture };
}
