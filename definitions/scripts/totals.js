// Sums the measure of work/clean.csv by group into report/totals.csv. Node's standard library only.
"use strict";
const fs = require("node:fs");
const readline = require("node:readline");

/** The fields of one line of a CSV that Python's csv module wrote; quoted line breaks are joined by the caller. */
function fields(line) {
  const found = [];
  let text = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (quoted && c === '"' && line[i + 1] === '"') { text += '"'; i++; }
    else if (c === '"') quoted = !quoted;
    else if (c === "," && !quoted) { found.push(text); text = ""; }
    else text += c;
  }
  found.push(text);
  return found;
}

/** A cell that no spreadsheet takes for a formula or for two cells. */
function cell(value) {
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function main() {
  const shape = JSON.parse(fs.readFileSync("work/shape.json", "utf8"));
  const group = shape.group ?? shape.when;
  const lines = readline.createInterface({ input: fs.createReadStream("work/clean.csv", "utf8"), crlfDelay: Infinity });
  const sums = new Map();
  let header = null;
  let pending = "";
  for await (const line of lines) {
    pending = pending ? `${pending}\n${line}` : line;
    if ((pending.match(/"/g) ?? []).length % 2 === 1) continue;
    const row = fields(pending);
    pending = "";
    if (!header) { header = row; continue; }
    const key = group ? row[header.indexOf(group)] || "(none)" : "all";
    const sum = sums.get(key) ?? { rows: 0, total: 0 };
    sum.rows += 1;
    sum.total += shape.measure ? Number(row[header.indexOf(shape.measure)] || 0) : 0;
    sums.set(key, sum);
  }
  const sorted = [...sums].sort((a, b) => b[1].total - a[1].total || b[1].rows - a[1].rows || (a[0] < b[0] ? -1 : 1));
  fs.mkdirSync("report", { recursive: true });
  const head = [group ?? "rows", "rows", ...(shape.measure ? [shape.measure] : [])];
  const body = sorted.map(([key, s]) => [key, String(s.rows), ...(shape.measure ? [s.total.toFixed(2)] : [])]);
  fs.writeFileSync("report/totals.csv", [head, ...body].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n");
  console.log(`totals for ${sorted.length} groups`);
}

main().catch((error) => { console.error(error.message); process.exit(1); });
