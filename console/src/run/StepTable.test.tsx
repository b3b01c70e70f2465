import { renderToStaticMarkup } from "react-dom/server";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { beforeAll, describe, expect, it } from "vitest";
import type { Attempt } from "../api/attempts";
import { en } from "../i18n/en";
import { Attempts } from "./StepTable";

const failed: Attempt = {
  attempt: 1,
  strategy: "",
  outcome: "failed",
  connector: "code",
  operation: "python",
  actionDigest: "0",
  code: "exit",
  message: "<b>no</b> such column",
  output: "",
  at: "2026-01-01T00:00:00Z",
};

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en: { translation: en } } });
});

describe("Attempts", () => {
  it("lists what was tried, with its operation and why it did not help", () => {
    const refused: Attempt = { ...failed, attempt: 0, strategy: "the same", outcome: "refused" };
    const html = renderToStaticMarkup(<Attempts attempts={[failed, refused]} />);
    expect(html.match(/<li>/g)).toHaveLength(2);
    expect(html).toContain("code.python");
    expect(html).toContain("As planned");
    expect(html).toContain("the same");
    expect(html).toContain("refused");
    expect(html).toContain("&lt;b&gt;no&lt;/b&gt; such column");
  });

  it("tells questions to a model apart from attempts", () => {
    const model = { ...failed, attempt: 2, strategy: "by a model", connector: "model", operation: "complete" };
    const answered: Attempt = { ...model, outcome: "answered", code: "", message: "It has written code." };
    const silent: Attempt = { ...model, outcome: "unanswered", code: "timeout", message: "Too late." };
    const html = renderToStaticMarkup(<Attempts attempts={[answered, silent]} />);
    expect(html).toContain("answered: <span>It has written code.</span>");
    expect(html).toContain("no answer: <span>Too late.</span>");
  });

  it("says nothing where nothing was tried before", () => {
    expect(renderToStaticMarkup(<Attempts attempts={[]} />)).toBe("");
  });
});
