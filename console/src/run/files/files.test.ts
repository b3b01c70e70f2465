import { describe, expect, it } from "vitest";
import { addFiles } from "../../runs/files";
import { delimiterOf, parseCsv } from "./csv";
import { startOf } from "./Changes";
import { hunkData } from "./hunks";
import { previewKind } from "./kinds";
import { resolvePath, safeHtml } from "./safeHtml";

describe("CSV", () => {
  it("reads quotes, delimiters, marks and line ends of spreadsheets", () => {
    expect(parseCsv('\uFEFFa;b\r\n"x;1";"say ""hi"""\r\n', 10).rows).toEqual([["a", "b"], ["x;1", 'say "hi"']]);
    expect(parseCsv('a,b\n"line\nbreak",2', 10).rows).toEqual([["a", "b"], ["line\nbreak", "2"]]);
    expect(delimiterOf("a\tb\tc,d")).toBe("\t");
    expect(parseCsv("", 10)).toEqual({ rows: [], truncated: false });
  });

  it("stops at the limit and says so", () => {
    expect(parseCsv("1\n2\n3\n", 2)).toEqual({ rows: [["1"], ["2"]], truncated: true });
    expect(parseCsv("1\n2\n", 2).truncated).toBe(false);
  });
});

describe("changes", () => {
  it("count the lines of both sides", () => {
    const lines = [" a", "-b", "+c", "+d", " e", "\\ No newline at end of file"];
    const { changes, content } = hunkData({ oldStart: 4, oldLines: 3, newStart: 6, newLines: 4, lines });
    expect(content).toBe("@@ -4,3 +6,4 @@");
    expect(changes).toEqual([
      { type: "normal", isNormal: true, oldLineNumber: 4, newLineNumber: 6, content: "a" },
      { type: "delete", isDelete: true, lineNumber: 5, content: "b" },
      { type: "insert", isInsert: true, lineNumber: 7, content: "c" },
      { type: "insert", isInsert: true, lineNumber: 8, content: "d" },
      { type: "normal", isNormal: true, oldLineNumber: 6, newLineNumber: 9, content: "e" },
    ]);
  });

  it("begin with those of the step that is asked for, else with the newest that stands", () => {
    const checkpoint = (id: string, parent: string | null, step: string | null, undone = false) => ({
      id, parent, step, undone, at: "", message: "",
    });
    const all = [checkpoint("d", "c", "s3", true), checkpoint("c", "b", "s2"), checkpoint("b", "a", "s1"), checkpoint("a", null, null)];
    expect(startOf(all, "s1")).toEqual({ from: "a", to: "b" });
    expect(startOf(all, undefined)).toEqual({ from: "b", to: "c" });
    expect(startOf(all, "unknown")).toEqual({ from: "b", to: "c" });
    expect(startOf(all.slice(3), undefined)).toEqual({ from: "a", to: "a" });
    expect(startOf([], undefined)).toEqual({ from: "", to: "" });
  });
});

describe("kinds", () => {
  it("goes by the name, then by the media type", () => {
    const kinds = ["a.html", "b.SVG", "c.csv", "d.json", "e.bin"].map((name) => previewKind(name, null));
    expect(kinds).toEqual(["html", "image", "csv", "text", "none"]);
    expect(previewKind("README", "text/plain")).toBe("text");
  });
});

describe("workspace pages", () => {
  const none = async () => undefined;

  it("lose scripts, handlers and foreign addresses, and keep their look", async () => {
    const page = await safeHtml(
      `<style>h1{color:red}</style><script>x()</script><body onload="x()"><h1 style="margin:0" onclick='x()'>Hi</h1>
       <a href="https://evil.example">a</a><img src="https://evil.example/p.gif"><iframe src="about:blank"></iframe>
       <meta http-equiv="refresh" content="0;url=https://evil.example"><svg><use href="#a"/></svg>`,
      "n0nce",
      none,
    );
    expect(page).not.toMatch(/script|onload|onclick|evil|iframe|refresh/);
    expect(page).toContain('nonce="n0nce"');
    expect(page).toContain('style="margin:0"');
    expect(page).toContain('href="#a"');
  });

  it("show pictures of the workspace", async () => {
    const asked: string[] = [];
    const picture = async (path: string) => {
      asked.push(path);
      return "data:image/png;base64,AA==";
    };
    const page = await safeHtml('<img src="img/a.png?x"><img src="//evil.example/b.png">', "n", picture);
    expect(asked).toEqual(["img/a.png"]);
    expect(page).toContain('src="data:image/png;base64,AA=="');
  });

  it("resolve paths inside the workspace only", () => {
    expect(resolvePath("out/report.html", "img/a.png")).toBe("out/img/a.png");
    expect(resolvePath("out/report.html", "../a.png")).toBe("a.png");
    expect(resolvePath("report.html", "../../../etc/a.png")).toBe("etc/a.png");
    expect(resolvePath("out/report.html", "/a.png")).toBe("a.png");
  });
});

describe("uploads", () => {
  it("replace a file of the same name", () => {
    const file = (name: string, text: string) => new File([text], name);
    const files = addFiles([file("a", "1"), file("b", "1")], [file("a", "22")]);
    expect(files.map(({ name, size }) => [name, size])).toEqual([["b", 1], ["a", 2]]);
  });
});
