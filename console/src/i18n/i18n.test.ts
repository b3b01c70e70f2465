import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { formatOf, isoDuration } from "./format";
import { languageOf } from "./index";
import { ptBR } from "./ptBR";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

const english = flat(en);
const portuguese = flat(ptBR);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(join(folder, entry.name))
      : /(?<!\.test)\.tsx?$/.test(entry.name)
        ? [readFileSync(join(folder, entry.name), "utf8")]
        : [],
  );
}

describe("messages", () => {
  it("has the same keys in both languages, none empty", () => {
    expect([...portuguese.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...english, ...portuguese].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("fills in the same values in both languages", () => {
    const values = (text = "") => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
    for (const [key, text] of english) {
      expect([key, values(portuguese.get(key))]).toEqual([key, values(text)]);
    }
  });

  it("has every key that the sources name", () => {
    const named = sources("src").flatMap((source) => [...source.matchAll(/\bt\(\s*"([\w.-]+)"/g)].map(([, key]) => key ?? ""));
    const missing = named.filter((key) => !english.has(key) && !english.has(`${key}_other`));
    expect(named.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it("reads any Portuguese as Brazilian and anything else as English", () => {
    expect(["pt", "pt-PT", "PT-br", "de", undefined].map(languageOf)).toEqual(["pt-BR", "pt-BR", "pt-BR", "en", "en"]);
  });
});

describe("formats", () => {
  const enFormat = formatOf("en", "UTC");
  const ptFormat = formatOf("pt-BR", "America/Sao_Paulo");

  it("localises times and numbers", () => {
    expect(enFormat.dateTime("2026-11-21T10:00:00Z")).toContain("Nov 21, 2026");
    expect(ptFormat.dateTime("2026-11-21T10:00:00Z")).toMatch(/21 de nov.* 07:00:00/);
    expect(enFormat.dateTime("rubbish")).toBe("");
    expect(ptFormat.number(1234.5)).toBe("1.234,5");
  });

  it("says durations as people do", () => {
    const said = [0, 840, 2204, 61_000, 3_600_000, 90_000_000].map((ms) => enFormat.duration(ms));
    expect(said).toEqual(["0 ms", "840 ms", "2.2 sec", "1 min 1 sec", "1 hr", "1 day 1 hr"]);
    expect(enFormat.duration(undefined)).toBe("");
    expect(isoDuration(enFormat, "PT24H")).toBe("1 day");
    expect(isoDuration(enFormat, "PT1H30M")).toBe("1 hr 30 min");
    expect(isoDuration(enFormat, "soon")).toBe("soon");
  });

  it("says sizes in the fitting unit", () => {
    expect([0, 999, 1500, 9_100_000].map((bytes) => enFormat.size(bytes))).toEqual(["0 bytes", "999 bytes", "1.5 kB", "9.1 MB"]);
  });
});
