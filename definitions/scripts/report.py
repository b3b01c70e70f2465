"""Draws charts from work/clean.csv and writes the report. Python standard library only.

usage: report.py charts | build SOURCE
Reads work/style.json when a house style was fetched, and falls back to the built-in one.
"""
import collections
import csv
import html
import json
import math
import pathlib
import re
import sys

WORK, OUT = pathlib.Path("work"), pathlib.Path("report")
BUILT_IN = {"accent": "#0f62fe", "ink": "#161616", "paper": "#ffffff", "muted": "#6f6f6f", "grid": "#e0e0e0",
            "font": "system-ui, sans-serif"}
MAX_BARS = 12


def load(name, default=None):
    path = WORK / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else default


def style():
    """The fetched style where its values are plain colours and font names, else the built-in one."""
    fetched = load("style.json", {}) or {}
    safe = {k: v for k, v in fetched.items()
            if k in BUILT_IN and isinstance(v, str) and re.fullmatch(r"#[0-9a-fA-F]{6}|[\w ,-]{1,60}", v)}
    return {**BUILT_IN, **safe}


def clean_rows():
    with (WORK / "clean.csv").open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def short(value):
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:.1f}{unit}"
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def svg(width, height, title, parts, look):
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'font-family="{html.escape(look["font"])}" font-size="13" fill="{look["ink"]}">'
            f"<title>{html.escape(title)}</title>\n"
            f'<rect width="100%" height="100%" fill="{look["paper"]}"/>\n{body}\n</svg>\n')


def bars(title, pairs, look):
    """A horizontal bar for each (label, value), largest first."""
    top = max((v for _, v in pairs), default=0) or 1
    parts = [f'<text x="0" y="18" font-size="16" font-weight="600">{html.escape(title)}</text>']
    for place, (label, value) in enumerate(pairs):
        y = 34 + place * 30
        parts.append(f'<text x="0" y="{y + 15}">{html.escape(label[:26])}</text>'
                     f'<rect x="200" y="{y}" width="{max(1, 400 * max(0, value) / top):.1f}" height="20" fill="{look["accent"]}"/>'
                     f'<text x="{206 + 400 * max(0, value) / top:.1f}" y="{y + 15}" fill="{look["muted"]}">{short(value)}</text>')
    return svg(680, 40 + 30 * max(1, len(pairs)), title, parts, look)


def line(title, pairs, look):
    """A line through (label, value) in order."""
    low, high = min(0, *(v for _, v in pairs)), max(v for _, v in pairs) or 1
    span = (high - low) or 1
    points = [(60 + 600 * i / max(1, len(pairs) - 1), 220 - 170 * (v - low) / span) for i, (_, v) in enumerate(pairs)]
    parts = [f'<text x="0" y="18" font-size="16" font-weight="600">{html.escape(title)}</text>']
    for step in range(5):
        y = 220 - 170 * step / 4
        parts.append(f'<line x1="60" x2="660" y1="{y}" y2="{y}" stroke="{look["grid"]}"/>'
                     f'<text x="52" y="{y + 4}" text-anchor="end" fill="{look["muted"]}">{short(low + span * step / 4)}</text>')
    parts.append(f'<polyline fill="none" stroke="{look["accent"]}" stroke-width="2.5" points="'
                 + " ".join(f"{x:.1f},{y:.1f}" for x, y in points) + '"/>')
    every = max(1, math.ceil(len(pairs) / 8))
    for i in range(0, len(pairs), every):
        parts.append(f'<text x="{points[i][0]:.1f}" y="242" text-anchor="middle" fill="{look["muted"]}">{html.escape(pairs[i][0])}</text>')
    return svg(680, 252, title, parts, look)


def histogram(values):
    low, high = min(values), max(values)
    width = (high - low) / 10 or 1
    counts = [0] * 10
    for value in values:
        counts[min(9, int((value - low) / width))] += 1
    return [(f"{short(low + i * width)} to {short(low + (i + 1) * width)}", n) for i, n in enumerate(counts)]


def charts():
    shape, look = load("shape.json"), style()
    measure, group, when = shape["measure"], shape["group"], shape["when"]
    by_group, by_month, values = collections.Counter(), collections.Counter(), []
    for row in clean_rows():
        amount = float(row[measure] or 0) if measure else 1
        if group:
            by_group[row[group] or "(none)"] += amount
        if when and row[when]:
            by_month[row[when][:7]] += amount
        if measure and row[measure]:
            values.append(amount)
    what = measure or "rows"
    drawn = {}
    if by_group:
        drawn["by-group.svg"] = bars(f"{what} by {group}", by_group.most_common(MAX_BARS), look)
    if len(by_month) > 1:
        drawn["by-month.svg"] = line(f"{what} by month", sorted(by_month.items()), look)
    if values:
        drawn["spread.svg"] = bars(f"How {what} is spread", histogram(values), look)
    OUT.mkdir(exist_ok=True)
    for name, text in drawn.items():
        (OUT / name).write_text(text, encoding="utf-8")
        print(f"drew {name}")
    if not drawn:
        print("nothing to draw: the table has neither a category, a date nor a number")


def table(head, rows):
    cells = "".join(f"<th>{html.escape(str(h))}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def build(source):
    shape, profile, cleaning, look = load("shape.json"), load("profile.json"), load("cleaning.json"), style()
    with (OUT / "totals.csv").open(encoding="utf-8", newline="") as totals:
        total_rows = list(csv.reader(totals))
    figures = [("Rows read", profile["rows"]), ("Rows used", cleaning["kept"]), ("Fields repaired", sum(cleaning["repaired"].values())),
               ("Duplicates left out", cleaning["duplicates"]), ("Rows set aside", cleaning["rejected"])]
    parts = [f"<h1>{html.escape(pathlib.Path(source).name)}</h1>",
             f"<p>{html.escape(shape['encoding'])}, {len(shape['columns'])} columns"
             + (f", measured by <b>{html.escape(shape['measure'])}</b>" if shape["measure"] else "") + ".</p>",
             "<ul class=figures>" + "".join(f"<li><b>{v:,}</b>{html.escape(k)}</li>" for k, v in figures) + "</ul>"]
    for name in ("by-group.svg", "by-month.svg", "spread.svg"):
        if (OUT / name).exists():
            parts.append(f"<figure>{(OUT / name).read_text(encoding='utf-8')}</figure>")
    parts += ["<h2>Totals</h2>", table(total_rows[0], total_rows[1:26])]
    if cleaning["repaired"]:
        parts += ["<h2>What was repaired</h2>", table(["kind", "fields"], sorted(cleaning["repaired"].items()))]
    parts += ["<h2>Columns as they came</h2>",
              table(["column", "type", "missing", "odd", "distinct", "most common"],
                    [[c["name"], c["type"], c["missing"], c["odd"], c["distinct"], ", ".join(f"{t} ({n})" for t, n in c["most common"])]
                     for c in profile["columns"]])]
    sheet = (f"body{{font:16px/1.5 {look['font']};color:{look['ink']};background:{look['paper']};max-width:60rem;margin:2rem auto;padding:0 1rem}}"
             f"table{{border-collapse:collapse;width:100%;font-size:14px}}th,td{{text-align:left;padding:.35rem .6rem;border-bottom:1px solid {look['grid']};overflow-wrap:anywhere}}"
             f".figures{{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}}.figures li{{flex:1;min-width:8rem;border-top:3px solid {look['accent']};padding-top:.4rem;color:{look['muted']};font-size:14px}}"
             f".figures b{{display:block;font-size:1.6rem;color:{look['ink']}}}figure{{margin:2rem 0}}svg{{max-width:100%;height:auto}}")
    (OUT / "report.html").write_text(
        f"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        f"<title>{html.escape(pathlib.Path(source).name)}</title><style>{sheet}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n",
        encoding="utf-8")
    (OUT / "message.txt").write_text(
        f"The report on {pathlib.Path(source).name} is attached.\n\n" + "".join(f"{k}: {v:,}\n" for k, v in figures), encoding="utf-8")
    print(f"wrote report.html: {cleaning['kept']} rows used")


if __name__ == "__main__":
    if sys.argv[1:2] == ["charts"]:
        charts()
    elif sys.argv[1:2] == ["build"] and len(sys.argv) == 3:
        build(sys.argv[2])
    else:
        sys.exit(__doc__)
