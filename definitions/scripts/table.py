"""Reads a table as people export it and makes it clean. Python standard library only.

usage: table.py inspect FILE | profile | clean-strict | clean-tolerant ERROR
Writes to work/: shape.json, profile.json, clean.csv, rejected.csv, cleaning.json.
"""
import codecs
import collections
import csv
import datetime as dt
import json
import pathlib
import re
import sys

WORK = pathlib.Path("work")
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %b %Y",
                "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%y"]
NOTHING = {"", "-", "n/a", "na", "null", "none", "nan", "#n/a"}
csv.field_size_limit(1 << 20)


class Unreadable(Exception):
    """The file cannot be read as a table; the message is for the person who sent it."""


def encoding_of(path):
    head = path.read_bytes()[:4]
    for mark, name in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
                       (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            return name
    for name in ("utf-8", "cp1252"):
        try:
            with path.open(encoding=name) as lines:
                for _ in lines:
                    pass
            return name
        except UnicodeDecodeError:
            continue
    return "latin-1"


def delimiter_of(path, encoding):
    with path.open(encoding=encoding, newline="") as source:
        first = source.readline()
        named = re.fullmatch(r"sep=(.)\r?\n?", first)
        if named:
            return named.group(1), 1
        sample = first + "".join(line for line, _ in zip(source, range(400)))
    best, best_score = ",", 0.0
    for mark in ",;\t|":
        widths = collections.Counter(len(row) for row in csv.reader(sample.splitlines(), delimiter=mark) if row)
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        score = times / max(1, sum(widths.values())) * (width > 1) * (1 + width / 100)
        if score > best_score:
            best, best_score = mark, score
    return best, 0


def raw_rows(shape):
    """Yields (line number, fields) after the header; empty lines are left out."""
    with pathlib.Path(shape["file"]).open(encoding=shape["encoding"], newline="") as source:
        for _ in range(shape["skip"]):
            next(source)
        reader = csv.reader(source, delimiter=shape["delimiter"])
        if shape["headed"]:
            next(reader)
        try:
            for row in reader:
                if any(field.strip() for field in row):
                    yield reader.line_num + shape["skip"], row
        except csv.Error as error:
            raise Unreadable(f"line {reader.line_num + shape['skip']}: {error}") from error


def number(text, decimal):
    """The value of a number as people write it, or None."""
    text = re.sub(r"^(R\$|US\$|[$€£])\s*", "", text.strip().replace("\u00a0", " ")).removesuffix("%").strip()
    group = "." if decimal == "," else ","
    if re.fullmatch(rf"[-+]?\d{{1,3}}(\{group}\d{{3}})+(\{decimal}\d+)?", text):
        text = text.replace(group, "")
    if not re.fullmatch(rf"[-+]?(\d+(\{decimal}\d*)?|\{decimal}\d+)", text):
        return None
    return float(text.replace(decimal, "."))


def loose_number(text, decimal):
    value = number(text, decimal)
    return value if value is not None else number(text, "," if decimal == "." else ".")


def date(text, formats):
    for form in formats:
        try:
            return dt.datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    return None


def column_type(values):
    """(type, decimal mark, date format) that most of the values have."""
    full = [v for v in values if v.strip().lower() not in NOTHING]
    if not full:
        return "text", ".", None
    maybe_dates = [v for v in full if re.fullmatch(r"\s*\d{1,4}[-/. ]\w{1,4}[-/. ]\d{2,4}([T ][\d:.]+)?\s*", v)]
    dates = collections.Counter(form for v in maybe_dates for form in DATE_FORMATS if date(v, [form]))
    if dates and dates.most_common(1)[0][1] >= 0.8 * len(full):
        return "date", ".", dates.most_common(1)[0][0]
    found = {mark: sum(number(v, mark) is not None for v in full) for mark in ".,"}
    mark = "," if found[","] > found["."] else "."
    code = sum(bool(re.fullmatch(r"0\d+", v.strip())) for v in full) > 0.05 * len(full)
    return ("number" if found[mark] >= 0.8 * len(full) and not code else "text"), mark, None


def header_of(row):
    """Names that are unique and not empty."""
    seen, names = collections.Counter(), []
    for place, name in enumerate(row, 1):
        name = name.strip() or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def inspect(name):
    path = pathlib.Path(name)
    if path.stat().st_size == 0:
        raise Unreadable("the file is empty")
    if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        raise Unreadable("this is a spreadsheet, not a text table. Maybe export it as CSV first?")
    encoding = encoding_of(path)
    if encoding in ("utf-8", "cp1252", "latin-1") and b"\0" in path.read_bytes()[:65536]:
        raise Unreadable("the file is binary, not a text table")
    delimiter, skip = delimiter_of(path, encoding)
    shape = {"file": name, "encoding": encoding, "delimiter": delimiter, "skip": skip, "headed": False}
    sample = [row for _, (_, row) in zip(range(2001), raw_rows(shape))]
    if not sample:
        raise Unreadable("the file has no rows")
    first_is_data = all(loose_number(f, ".") is not None or date(f, DATE_FORMATS) for f in sample[0] if f.strip())
    shape["headed"] = not first_is_data
    width = collections.Counter(map(len, sample)).most_common(1)[0][0]
    rows = sample[1:] if shape["headed"] else sample
    if not rows:
        raise Unreadable("the file has a header but no rows")
    names = header_of((sample[0] if shape["headed"] else [""] * width)[:width] + [""] * (width - len(sample[0])))
    columns = []
    for place, column in enumerate(names):
        values = [row[place] for row in rows if len(row) > place]
        kind, mark, form = column_type(values)
        distinct = len({v.strip().casefold() for v in values} - NOTHING)
        columns.append({"name": column, "type": kind, "decimal": mark, "date": form,
                        "category": kind == "text" and 1 < distinct <= max(2, min(60, len(rows) // 5))})
    shape["columns"] = columns
    shape.update(roles(columns))
    write_json("shape.json", shape)
    kinds = collections.Counter(c["type"] for c in columns)
    print(f"{path.name}: {encoding}, fields separated by {delimiter!r}, {len(columns)} columns "
          f"({', '.join(f'{n} {k}' for k, n in kinds.items())})")


def roles(columns):
    """Which column is measured, which one groups, which one tells when."""
    numbers = [c["name"] for c in columns if c["type"] == "number"]

    def named(pattern):
        return next((n for n in numbers if re.search(pattern, n, re.I)), None)

    quantity = named(r"\b(quantity|qty|quantidade|qtd|units?)\b")
    price = named(r"price|pre[cç]o")
    measure = named(r"amount|total|revenue|sales|value|valor|receita|montante") or price or named(r"^(?!.*\b(id|code|number)\b)")
    derived = [quantity, price] if quantity and price and quantity != price and measure == price else None
    return {"measure": "amount" if derived else measure, "derived": derived,
            "group": next((c["name"] for c in columns if c["category"] and re.search("categ|produ|type|tipo|group", c["name"], re.I)),
                          next((c["name"] for c in columns if c["category"]), None)),
            "when": next((c["name"] for c in columns if c["type"] == "date"), None)}


def profile():
    shape = read_json("shape.json")
    columns = [{"name": c["name"], "type": c["type"], "missing": 0, "odd": 0, "values": collections.Counter()} for c in shape["columns"]]
    rows = uneven = 0
    for _, row in raw_rows(shape):
        rows += 1
        uneven += len(row) != len(columns)
        for facts, column, text in zip(columns, shape["columns"], row):
            if text.strip().lower() in NOTHING:
                facts["missing"] += 1
            else:
                facts["odd"] += problem(column, text) is not None
                if len(facts["values"]) < 5000 or text in facts["values"]:
                    facts["values"][text] += 1
        if rows % 2000 == 0:
            print(f"profiled {rows} rows", flush=True)
    for facts in columns:
        values = facts.pop("values")
        facts["distinct"] = len(values) if len(values) < 5000 else "5,000 or more"
        facts["most common"] = [[text[:80], n] for text, n in values.most_common(3)]
    write_json("profile.json", {"rows": rows, "uneven": uneven, "columns": columns})
    print(f"profiled {rows} rows: {uneven} with a wrong number of fields, "
          f"{sum(c['missing'] for c in columns)} missing values, {sum(c['odd'] for c in columns)} odd values")


def problem(column, text):
    """Which class of problem a field has as it stands, or None."""
    if text.strip().lower() in NOTHING:
        return "missing" if text.strip() and column["type"] == "number" else None
    if column["type"] == "number":
        plain = rf"[-+]?\d+(\{column['decimal']}\d+)?"
        return None if re.fullmatch(plain, text) else "number"
    if column["type"] == "date":
        return None if date(text, [column["date"]]) else "date"
    return "spaces" if column["category"] and text != text.strip() else None


def open_clean(shape):
    WORK.mkdir(exist_ok=True)
    out = (WORK / "clean.csv").open("w", newline="", encoding="utf-8")
    writer = csv.writer(out)
    writer.writerow([c["name"] for c in shape["columns"]] + (["amount"] if shape["derived"] else []))
    return out, writer


def finished_row(shape, values):
    """Adds the derived amount to a row of clean values."""
    if shape["derived"]:
        quantity, price = (values[[c["name"] for c in shape["columns"]].index(n)] for n in shape["derived"])
        values = values + [round(quantity * price, 2) if quantity != "" and price != "" else ""]
    return values


def typed(column, text):
    """The clean value of a field without problems."""
    text = text.strip()
    if text.lower() in NOTHING:
        return ""
    if column["type"] == "number":
        return loose_number(text, column["decimal"])
    if column["type"] == "date":
        return date(text, [column["date"], *DATE_FORMATS]).date().isoformat()
    return text


def clean_strict():
    shape = read_json("shape.json")
    problems, examples, kept = collections.Counter(), [], []
    for line, row in raw_rows(shape):
        found = ["fields"] if len(row) != len(shape["columns"]) else \
            [p for c, text in zip(shape["columns"], row) if (p := problem(c, text))]
        problems.update(found)
        if found and len(examples) < 5:
            examples.append(f"line {line}: {found[0]}: {','.join(row)[:120]}")
        if not problems:
            kept.append(finished_row(shape, [typed(c, t) for c, t in zip(shape["columns"], row)]))
    if problems:
        print("\n".join(examples), file=sys.stderr)
        sys.exit("not clean: " + json.dumps({"problems": dict(sorted(problems.items()))}))
    out, writer = open_clean(shape)
    with out:
        writer.writerows(kept)
    write_json("cleaning.json", {"kept": len(kept), "repaired": {}, "rejected": 0, "duplicates": 0})
    print(f"all {len(kept)} rows are clean")


def clean_tolerant(error):
    """Repairs the classes of problem that the strict attempt named; what cannot be repaired is set aside."""
    shape = read_json("shape.json")
    told = re.search(r'"problems": (\{[^}]*\})', error)
    known = json.loads(told.group(1)) if told else {}
    print("the strict attempt reported: " + (", ".join(f"{n} × {p}" for p, n in known.items()) or "nothing that can be read"))
    spelling = spellings(shape)
    repaired, seen, counts = collections.Counter(), set(), collections.Counter()
    out, writer = open_clean(shape)
    with out, (WORK / "rejected.csv").open("w", newline="", encoding="utf-8") as aside:
        rejected = csv.writer(aside)
        rejected.writerow(["line", "reason", "content"])
        for line, row in raw_rows(shape):
            values, reason = repair(shape, row, spelling, repaired)
            if reason:
                rejected.writerow([line, reason, shape["delimiter"].join(row)])
                counts["rejected"] += 1
            elif tuple(values) in seen:
                counts["duplicates"] += 1
            else:
                seen.add(tuple(values))
                writer.writerow(finished_row(shape, values))
                counts["kept"] += 1
            if sum(counts.values()) % 3000 == 0:
                print(f"cleaned {sum(counts.values())} rows", flush=True)
    if not counts["kept"]:
        sys.exit("no row could be repaired; see work/rejected.csv")
    write_json("cleaning.json", {"kept": counts["kept"], "repaired": dict(repaired), "rejected": counts["rejected"],
                                 "duplicates": counts["duplicates"], "reported": known})
    print(f"kept {counts['kept']} rows, repaired {sum(repaired.values())} fields, "
          f"left out {counts['duplicates']} duplicates, set aside {counts['rejected']}")


def spellings(shape):
    """For each category column the most common spelling of each value."""
    votes = [collections.defaultdict(collections.Counter) for _ in shape["columns"]]
    for _, row in raw_rows(shape):
        for place, (column, text) in enumerate(zip(shape["columns"], row)):
            if column["category"] and text.strip():
                votes[place][text.strip().casefold()][text.strip()] += 1
    return [{fold: found.most_common(1)[0][0] for fold, found in column.items()} for column in votes]


def repair(shape, row, spelling, repaired):
    """(values, None) or (anything, why the row must be set aside)."""
    if len(row) != len(shape["columns"]):
        extra = row[len(shape["columns"]):]
        if any(f.strip() for f in extra) or len(row) < len(shape["columns"]):
            return row, f"{len(row)} fields where {len(shape['columns'])} are expected"
        row = row[: len(shape["columns"])]
        repaired["fields"] += 1
    values = []
    for place, (column, text) in enumerate(zip(shape["columns"], row)):
        wrong = problem(column, text)
        plain = text.strip()
        if plain.lower() in NOTHING:
            value = ""
        elif column["type"] == "number":
            value = loose_number(plain, column["decimal"])
        elif column["type"] == "date":
            found = date(plain, [column["date"], *DATE_FORMATS])
            value = found.date().isoformat() if found else None
        else:
            value = spelling[place].get(plain.casefold(), plain)
            wrong = wrong or ("spelling" if value != plain else None)
        if value is None:
            return row, f"{column['name']}: {text[:60]!r} is no {column['type']}"
        if wrong:
            repaired[wrong] += 1
        values.append(value)
    return values, None


def read_json(name):
    return json.loads((WORK / name).read_text(encoding="utf-8"))


def write_json(name, value):
    WORK.mkdir(exist_ok=True)
    (WORK / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    commands = {"inspect": inspect, "profile": profile, "clean-strict": clean_strict, "clean-tolerant": clean_tolerant}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    try:
        commands[sys.argv[1]](*sys.argv[2:])
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        sys.exit(f"cannot read the table: {error}")
