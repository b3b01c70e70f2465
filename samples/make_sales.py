"""Writes samples/sales.csv: 12,000 orders with the dirt that real exports have. Same output every time."""
import csv
import datetime as dt
import pathlib
import random

ROWS = 12_000
rng = random.Random(20261121)
regions = ["North", "Northeast", "Midwest", "Southeast", "South"]
catalogue = {
    "Coffee": [("Espresso beans 1 kg", 68.9), ("Filter blend 500 g", 31.5), ("Decaf 250 g", 22.4)],
    "Tea": [("Mate 500 g", 18.9), ("Green tea 100 g", 24.0), ("Chamomile 50 g", 12.75)],
    "Equipment": [("Burr grinder", 489.0), ("Moka pot", 139.9), ("Kettle 1.2 l", 219.0)],
    "Snacks": [("Cheese bread 400 g", 16.2), ("Guava jam 250 g", 14.8), ("Cashews 200 g", 27.3)],
}
weight = {"Coffee": 5, "Tea": 3, "Equipment": 1, "Snacks": 4}
start = dt.date(2025, 1, 1)


def date_text(day):
    kind = rng.random()
    if kind < 0.965:
        return day.isoformat()
    return day.strftime("%d/%m/%Y") if kind < 0.99 else day.strftime("%d %b %Y")


def money_text(value):
    kind = rng.random()
    if kind < 0.97:
        return f"{value:.2f}"
    if kind < 0.985:
        return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    return f"R$ {value:.2f}".replace(".", ",") if kind < 0.995 else rng.choice(["", "N/A", "-"])


def region_text(name):
    kind = rng.random()
    if kind < 0.95:
        return name
    return rng.choice([name.upper(), name.lower(), name + " ", " " + name, ""])


def rows():
    for number in range(1, ROWS + 1):
        day = start + dt.timedelta(days=int(rng.triangular(0, 545, 480)))
        category = rng.choices(list(catalogue), weights=[weight[c] for c in catalogue])[0]
        product, price = rng.choice(catalogue[category])
        quantity = max(1, int(rng.expovariate(1 / 3.2)))
        price = round(price * rng.uniform(0.94, 1.08), 2)
        row = [f"A{number:06d}", date_text(day), region_text(rng.choice(regions)), category, product,
               str(quantity) if rng.random() > 0.004 else rng.choice(["two", "-1", "1e", ""]), money_text(price),
               rng.choice(["card", "card", "pix", "pix", "cash"])]
        if rng.random() < 0.003:
            row = row[: rng.randint(3, 6)]          # a line cut short
        elif rng.random() < 0.002:
            row.append("see note")                   # one field too many
        yield row
        if rng.random() < 0.004:
            yield list(row)                          # the same order exported twice


with open(pathlib.Path(__file__).with_name("sales.csv"), "w", newline="", encoding="utf-8") as out:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["order", "date", "region", "category", "product", "quantity", "unit price", "payment"])
    writer.writerows(rows())
