export interface Csv {
  rows: string[][];
  truncated: boolean;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** The delimiter that the first lines use most, outside quotes. */
export function delimiterOf(text: string): string {
  const sample = text.slice(0, 5000).replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => sample.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Reads quoted fields, doubled quotes and line breaks in quotes, up to a number of rows. */
export function parseCsv(text: string, limit: number): Csv {
  const delimiter = delimiterOf(text);
  const source = text.replace(/^\uFEFF/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let at = 0;
  const endField = () => {
    row.push(field);
    field = "";
  };
  const endRow = () => {
    endField();
    rows.push(row);
    row = [];
  };
  for (; at < source.length && rows.length < limit; at += 1) {
    const char = source[at];
    if (quoted) {
      if (char === '"' && source[at + 1] === '"') {
        field += '"';
        at += 1;
      } else if (char === '"') {
        quoted = false;
      } else {
        field += char;
      }
    } else if (char === '"' && field === "") {
      quoted = true;
    } else if (char === delimiter) {
      endField();
    } else if (char === "\n") {
      endRow();
    } else if (char !== "\r") {
      field += char;
    }
  }
  if (rows.length < limit && (field !== "" || row.length > 0)) {
    endRow();
  }
  return { rows, truncated: at < source.length };
}
