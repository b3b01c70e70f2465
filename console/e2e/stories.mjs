/** What a person does, with the keyboard where possible. */
export async function stories(tools) {
  for (const [name, story] of Object.entries(STORIES)) {
    const { context, page } = await tools.open(1440, "light");
    try {
      await story({ ...tools, page });
    } catch (error) {
      tools.problems.push(`story ${name}: ${error.message.split("\n").slice(0, 3).join(" ")}`);
      await tools.check(page, `story-${name}-failed`);
    }
    await context.close();
  }
}

const STORIES = {
  async "wrong password"({ page, base }) {
    await page.goto(`${base}/`);
    await page.fill("#username", "demo-approver");
    await page.fill("#password", "wrong");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[role="alert"]:has-text("wrong")');
  },

  async "help and navigation"({ page, login, check }) {
    await login(page);
    await page.keyboard.press("?");
    await page.waitForSelector(".keys");
    await page.waitForTimeout(400);
    await check(page, "help");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".keys", { state: "detached" });
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.waitForSelector('[data-testid="runs"]');
  },

  async "triage"({ page, login, check }) {
    await login(page);
    await page.waitForSelector(".approval-item");
    await page.keyboard.press("j");
    await page.waitForSelector('[data-testid="approval-detail"] h2:has-text("send-report")');
    await page.keyboard.press("c");
    await page.waitForSelector(".approval-status:has-text('Claimed by you')");
    await page.keyboard.press("r");
    await page.waitForSelector("#reject-reason:focus");
    await page.waitForTimeout(400);
    await check(page, "reject");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#reject-reason", { state: "detached" });
    await page.keyboard.press("a");
    await page.waitForSelector("#approve-comment");
    await page.waitForTimeout(400);
    await check(page, "approve");
    const sent = page.waitForRequest((request) => request.url().endsWith("/approve"));
    await page.keyboard.press("Enter");
    const body = (await sent).postDataJSON();
    if (!/^[0-9a-f]{64}$/.test(body.digest)) throw new Error("approve did not send the digest");
    await page.waitForSelector('h2:has-text("delete-old-exports")');
  },

  async "new run"({ page, login, check, base }) {
    await login(page);
    await page.goto(`${base}/runs`);
    await page.waitForSelector('[data-testid="runs"]');
    await page.keyboard.press("n");
    await page.fill("#goal", "make coffee");
    await page.setInputFiles("#run-files", { name: "sales.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
    await page.click(".cds--modal-footer .cds--btn--primary");
    await page.waitForSelector(".failure:has-text('analyse {source}')");
    await page.waitForTimeout(300);
    await check(page, "new-run-refused");
    await page.fill("#goal", "analyse sales.csv and send the report to ana@example.org");
    await page.click(".cds--modal-footer .cds--btn--primary");
    await page.waitForSelector(".run-head");
  },

  async "live output and reconnect"({ page, login, base, mock }) {
    await login(page);
    await page.goto(`${base}/runs/run-7f3a01/output?step=s7`);
    await page.waitForSelector('.xterm-rows:has-text("live chunk")');
    await page.waitForSelector('[data-connection="live"]');
    mock.dropStreams();
    await page.waitForSelector('[data-connection="waiting"], [data-connection="connecting"]');
    await page.waitForSelector('[data-connection="live"]', { timeout: 10_000 });
  },

  async "live progress"({ page, login, base, mock }) {
    await login(page);
    await page.goto(`${base}/runs`);
    await page.waitForSelector('[data-testid="runs"]');
    await page.waitForSelector('[data-connection="live"]');
    await page.waitForTimeout(300);
    mock.emit("run", { id: "run-new", goal: "a new goal", task: "x", arguments: {}, state: "running", progress: 5, requester: "x", release: "r", createdAt: new Date().toISOString() });
    await page.waitForSelector('tr:has-text("a new goal") >> text=5 %');
  },

  async "diagram"({ page, login, check, base }) {
    await login(page);
    await page.goto(`${base}/runs/run-7f3a01`);
    await page.waitForSelector('[data-ready="true"] .token');
    await page.click('[data-element-id="call_s3"]');
    await page.waitForSelector('[data-testid="step-card"]:has-text("allow-list")');
    await check(page, "step-card");
    const uncovered = await page.evaluate(() => {
      const mark = document.querySelector(".bjs-powered-by");
      const { left, top, width, height } = mark.getBoundingClientRect();
      return mark.contains(document.elementFromPoint(left + width / 2, top + height / 2)) && getComputedStyle(mark).visibility === "visible";
    });
    if (!uncovered) throw new Error("the watermark is covered");
  },

  async "older files: compare, bring back, download"({ page, login, check, base }) {
    await login(page);
    await page.goto(`${base}/runs/run-7f3a03/files?step=s5`);
    await page.waitForSelector('[data-testid="changes"] .diff');
    await page.getByRole("tab", { name: "Side by side" }).click();
    await page.waitForSelector(".diff-split");
    await check(page, "diff-split");
    await page.getByRole("button", { name: "Load them" }).click();
    await page.waitForSelector("text=300 of 900 lines");
    const sent = page.waitForRequest((request) => request.url().includes(`from=${"b".repeat(40)}`));
    await page.selectOption("#diff-from", "b".repeat(40));
    await sent;
    await page.getByRole("tab", { name: "Browse" }).click();
    if (await page.getByRole("button", { name: "Bring all files back" }).count()) throw new Error("the newest state can be brought back");
    await page.selectOption("#checkpoint", "c".repeat(40));
    await page.waitForSelector('[data-testid="files"] >> text=sales.csv');
    const zip = await page.getByRole("link", { name: "Download all" }).getAttribute("href");
    if (!zip.endsWith(`/archive?checkpoint=${"c".repeat(40)}`)) throw new Error(`wrong archive: ${zip}`);
    await page.click('[data-testid="files"] >> text=summary.json');
    await page.getByRole("button", { name: "Bring this file back" }).click();
    await page.waitForTimeout(400);
    await check(page, "restore");
    await page.locator(".cds--modal.is-visible .cds--modal-footer .cds--btn--primary").click();
    await page.waitForSelector(".failure:has-text('as they were there already')");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Bring all files back" }).click();
    const asked = page.waitForRequest((request) => request.url().endsWith("/restore"));
    await page.locator(".cds--modal.is-visible .cds--modal-footer .cds--btn--primary").click();
    const body = (await asked).postDataJSON();
    if (body.checkpoint !== "c".repeat(40) || body.path) throw new Error(`wrong request: ${JSON.stringify(body)}`);
    await page.waitForSelector(".notices:has-text('Brought back.')");
    await page.goto(`${base}/runs/run-7f3a01/files`);
    await page.selectOption("#checkpoint", "c".repeat(40));
    if (await page.getByRole("button", { name: "Bring all files back" }).count()) throw new Error("files of a live run can be brought back");
  },

  async "report without scripts"({ page, login, base }) {
    await login(page);
    await page.goto(`${base}/runs/run-7f3a01/files?file=report.html`);
    const heading = page.frameLocator("iframe").locator("h1");
    await heading.waitFor();
    const colour = await heading.evaluate((element) => getComputedStyle(element).color);
    if (colour !== "rgb(15, 98, 254)") throw new Error(`the report's style is lost: ${colour}`);
    if ((await page.title()) === "owned") throw new Error("a script of the report ran");
  },

  async "verify, retry refused, theme and language"({ page, login, check, base }) {
    await login(page);
    await page.goto(`${base}/audit`);
    await page.click('[data-testid="verify"]');
    await page.waitForSelector("text=The chain is intact");
    await page.goto(`${base}/runs/run-7f3a04`);
    await page.click("text=Retry");
    await page.click(".cds--modal-footer .cds--btn--primary");
    await page.waitForSelector(".failure:has-text('already being retried')");
    await page.waitForTimeout(300);
    await check(page, "retry-refused");
    await page.keyboard.press("Escape");
    await page.click('[aria-labelledby]:has-text("Language")').catch(() => page.getByRole("button", { name: /Language/ }).click());
    await page.waitForSelector("text=Linha do tempo");
    await page.getByRole("button", { name: /Tema/ }).click();
    await page.getByRole("button", { name: /Tema/ }).click();
    await page.waitForSelector('html[data-theme="dark"][lang="pt-BR"]');
    await page.reload();
    await page.waitForSelector('html[data-theme="dark"][lang="pt-BR"]');
    await page.waitForSelector("text=Linha do tempo");
    await page.waitForTimeout(500);
    await check(page, "portuguese-dark");
  },

  async "menu on a phone"({ page, login, check }) {
    await page.setViewportSize({ width: 390, height: 844 });
    await login(page);
    await page.getByRole("button", { name: "Open menu" }).click();
    await page.waitForTimeout(400);
    await check(page, "menu-390");
    await page.locator(".cds--side-nav").getByText("Runs").click();
    await page.waitForSelector('[data-testid="runs"]');
  },
};
