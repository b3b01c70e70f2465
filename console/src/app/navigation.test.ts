import { describe, expect, it } from "vitest";
import { isPageKey } from "../ui/shortcuts";
import { goTo } from "./goTo";
import { path, placeOf } from "./router";

describe("places", () => {
  it("reads what it writes, whatever an id holds", () => {
    const id = "a/b c?é";
    expect(placeOf(`/console${path("runs", id)}`, "step=s1", "/console").segments).toEqual(["runs", id]);
    expect(placeOf("/console/", "", "/console").segments).toEqual([]);
    expect(placeOf("/console/index.html", "", "/console").segments).toEqual([]);
    expect(placeOf("/console/runs/%zz", "", "/console").segments).toEqual(["runs", "%zz"]);
    expect(placeOf("/console/x", "step=s1", "/console").query.get("step")).toBe("s1");
  });
});

describe("keys", () => {
  it("goes to a section after g", () => {
    expect(goTo("", "g")).toEqual({ prefix: "g", used: true });
    expect(goTo("g", "r")).toEqual({ prefix: "", used: true, section: "runs" });
    expect(goTo("g", "x")).toEqual({ prefix: "", used: false });
    expect(goTo("", "r")).toEqual({ prefix: "", used: false });
  });

  it("belong to fields, dialogs and modifiers first", () => {
    const pressed = (html: string, init: KeyboardEventInit = { key: "a" }) => {
      document.body.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      const event = new KeyboardEvent("keydown", { bubbles: true, ...init });
      let result: boolean | undefined;
      document.body.addEventListener("keydown", () => (result = isPageKey(event)), { once: true });
      document.body.querySelector("[data-here]")?.dispatchEvent(event);
      return result;
    };
    expect(pressed("<p data-here></p>")).toBe(true);
    expect(pressed("<input data-here>")).toBe(false);
    expect(pressed("<div role=dialog><p data-here></p></div>")).toBe(false);
    expect(pressed("<p data-here></p>", { key: "a", ctrlKey: true })).toBe(false);
    expect(pressed("<button data-here></button>", { key: "Enter" })).toBe(false);
    expect(pressed("<button data-here></button>", { key: "j" })).toBe(true);
    expect(pressed('<p data-here></p><div class="cds--modal is-visible"></div>')).toBe(false);
  });
});
