#!/usr/bin/env python3
"""Measures how well `undersigned diff` finds signatories again in an edited roster, and how fast.

    benches/roster-diff.py BINARY [--seeds N] [--rows N,N] [--leave P] [--join P] [--wrong]

Rosters of invented people and organisations are made here, from a seed, and edited: 3 % withdraw, 5 % join, 3 % are
written otherwise (a slip, a middle initial, a title, another order, capitals, an accent, an initial for a name, an
acronym), 2 % have another affiliation, 1 % another country, ten stand elsewhere. No ids are written, so that the names
alone must do. The labelled rosters of ../shared/eval/linkage (or $UNDERSIGNED_SHARED) are edited in the same way, one
entry of each signatory; where they are not there, that is said.

Reported for each set: survivors found again of all who survived, false links, and what a line diff would show. With
--rows the seconds for two rosters of so many rows. --leave and --join set the shares: with many of both, look-alikes
that left and joined are there to be mistaken. --wrong lists what went wrong.
"""
import argparse, csv, difflib, json, os, random, subprocess, sys, tempfile, time
from pathlib import Path

FIELDS = "name country affiliation kind".split()
SYLLABLES = "al an ar as bel bor cal cor dal del dor ed el en er fal fin gar gol hal is it jor kal kan lan lor mal men mir nel nor ol or pal per ran rol sal sel sol tan ter tol ul un val ven vor wen zel".split()
KINDS = "Guild Chamber Union Circle Fund Mission Cooperative Society Association Club Institute League Committee".split()
TOPICS = "Carpenters Masons Weavers Sailors Cooks Bakers Drivers Printers Gardeners Beekeepers Nurses Parents Chess Rowing Hiking Opera Poetry History Maps Bridges Canals Mills Salt Copper Paper Tea Olives Horses".split()
COUNTRIES = "France Germany Spain Italy Portugal Greece Iraq Jordan Kenya Ghana India Nepal Japan Brazil Chile Norway Sweden Poland".split()

def word(rng, parts):
    return ("".join(rng.choice(SYLLABLES) for _ in range(parts)) + rng.choice(("", "n", "s", "r", "ck", "nd"))).capitalize()

def people(rng, count, affiliations):
    family = [word(rng, rng.choice((2, 3))) for _ in range(int(12 * count ** .5))]
    given = [word(rng, 2) for _ in range(300)]
    rows = []
    while len(rows) < count:
        g, f = rng.choice(given), rng.choice(family)
        name = f"{g} {word(rng, 1)[0]}. {f}" if rng.random() < .1 else f"{g} {f}"
        affiliation = f"University of {rng.choice(family)}" if rng.random() < affiliations else ""
        rows.append(dict(name=name, country=rng.choice(COUNTRIES) if affiliations else "", affiliation=affiliation, kind="person"))
    return rows

def organisations(rng, count):
    places = [word(rng, rng.choice((2, 3))) for _ in range(int(12 * count ** .5))]
    rows, known = [], set()
    while len(rows) < count:
        p, t, k = rng.choice(places), rng.choice(TOPICS), rng.choice(KINDS)
        name = rng.choice((f"{p} {t} {k}", f"{k} of {t} in {p}", f"{k} for {t} and {rng.choice(TOPICS)}, {p}"))
        if name not in known:
            known.add(name)
            rows.append(dict(name=name, country=rng.choice(COUNTRIES), affiliation="", kind="org"))
    return rows

def labelled(path):
    """One entry of each signatory."""
    rows, known = [], set()
    for row in csv.DictReader(open(path, encoding="utf-8")):
        if row["super_id"] not in known:
            known.add(row["super_id"])
            rows.append({field: row[field] or "" for field in FIELDS})
    return rows

def rewritten(rng, name, kind):
    words = name.split()
    ways = ["typo", "case", "accent", "order"] + (["middle", "title", "initial"] if kind == "person" else ["acronym", "article"])
    way = rng.choice(ways)
    if way == "typo":
        long = [at for at, w in enumerate(words) if len(w) > 4]
        if long:
            at = rng.choice(long); w = words[at]; p = rng.randrange(1, len(w) - 2)
            words[at] = w[:p] + w[p + 1] + w[p] + w[p + 2:]
    elif way == "case": words = [w.upper() for w in words]
    elif way == "accent": words = [w.replace("e", "é", 1).replace("a", "á", 1) for w in words]
    elif way == "order" and kind == "person": words = [words[-1] + ","] + words[:-1]
    elif way == "middle": words.insert(1, rng.choice("ABCDEFGH") + ".")
    elif way == "title": words.insert(0, rng.choice(("Dr.", "Prof.")))
    elif way == "initial": words[0] = words[0][0] + "."
    elif way == "acronym": words.append("(" + "".join(w[0] for w in words if w[0].isupper()) + ")")
    elif way == "article": words.insert(0, "The")
    return " ".join(words)

def edited(rng, rows, leave, join):
    """The old and the new roster; each new row knows its old one, None where it joined."""
    rows = rows[:]; rng.shuffle(rows)
    cut = int(len(rows) * (1 - join))
    old, joining, new = rows[:cut], rows[cut:], []
    for at, row in enumerate(old):
        row, kind = dict(row), rng.random()
        if rng.random() < leave: continue
        if kind < .03: row["name"] = rewritten(rng, row["name"], row["kind"])
        elif kind < .05 and row["kind"] == "person": row["affiliation"] = rng.choice(("", "House of Tea", "Independent"))
        elif kind < .06 and row["country"]: row["country"] = "Canada"
        new.append((row, at))
    for row in joining: new.insert(rng.randrange(len(new) + 1), (row, None))
    for _ in range(10): new.insert(rng.randrange(len(new)), new.pop(rng.randrange(len(new))))
    return old, new

def compare(binary, old, new):
    with tempfile.TemporaryDirectory() as folder:
        for file, rows in (("old.csv", old), ("new.csv", new)):
            with open(Path(folder, file), "w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, FIELDS); writer.writeheader(); writer.writerows(rows)
        start = time.monotonic()
        done = subprocess.run([binary, "diff", "old.csv", "new.csv", "--to", "json"], cwd=folder, capture_output=True, text=True)
        if done.returncode: sys.exit(done.stderr)
        return json.loads(done.stdout)["roster"], time.monotonic() - start

def row_of(id):
    """Row 2 of a sheet is the first entry."""
    return int(id.removeprefix("row:")) - 2

def measure(binary, old, new):
    found, _ = compare(binary, old, [row for row, _ in new])
    of_new = {at: was for at, (_, was) in enumerate(new)}
    survivors = {was: at for at, was in of_new.items() if was is not None}
    missed, wrong, questions = set(), [], 0
    for event in found["events"]:
        kind, id, old_id = event["event"], event["id"], event.get("old_id")
        if id is None: continue
        questions += event["question"]
        if kind in ("withdrew", "merged"):
            was = row_of(old_id or id)
            if was in survivors: missed.add(was)
        elif kind in ("joined", "parted"):
            was = of_new[row_of(id)]
            if was is not None: missed.add(was)
        else:
            at, was = row_of(id), row_of(old_id or id)
            right = of_new[at]
            if right != was and (right is None or old[right] != old[was]): wrong.append((was, at))
    wrong = sorted(set(wrong))
    return len(survivors), missed, wrong, questions, survivors

def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("binary"); flags.add_argument("--seeds", type=int, default=3)
    flags.add_argument("--rows", default=""); flags.add_argument("--wrong", action="store_true")
    flags.add_argument("--leave", type=float, default=.03); flags.add_argument("--join", type=float, default=.05)
    flags = flags.parse_args()
    binary = os.path.abspath(flags.binary)
    shared = Path(os.environ.get("UNDERSIGNED_SHARED", Path(__file__).resolve().parent / "../../shared")) / "eval/linkage"
    sets = {
        "people, names alone": lambda rng: people(rng, 1500, 0),
        "people, half with affiliation": lambda rng: people(rng, 1500, .5),
        "organisations": lambda rng: organisations(rng, 1500),
    }
    for name in ("parties-bare-dev", "parties-country-dev", "sites-name-dev", "sites-nameaddr-dev", "hardneg"):
        path = shared / f"{name}.csv"
        if path.is_file(): sets[name] = lambda rng, path=path: labelled(path)
        else: print(f"skipped: {name} is not there")
    total = [0, 0, 0]
    print(f"{'set':32}{'survivors':>11}{'found':>9}{'false':>7}{'questions':>11}{'line diff':>15}")
    for name, make in sets.items():
        sums = [0, 0, 0, 0, 0, 0]
        for seed in range(1, flags.seeds + 1):
            rng = random.Random(f"{seed} {name}")
            old, new = edited(rng, make(rng), flags.leave, flags.join)
            count, missed, wrong, questions, survivors = measure(binary, old, new)
            text = lambda rows: [",".join(row.values()) for row in rows]
            codes = difflib.SequenceMatcher(None, text(old), text([row for row, _ in new]), autojunk=False).get_opcodes()
            minus = sum(i2 - i1 for tag, i1, i2, _, _ in codes if tag != "equal")
            plus = sum(j2 - j1 for tag, _, _, j1, j2 in codes if tag != "equal")
            for at, value in enumerate((count, count - len(missed), len(wrong), questions, minus, plus)): sums[at] += value
            if flags.wrong:
                for was in sorted(missed): print(f"  missed  {list(old[was].values())} -> {list(new[survivors[was]][0].values())}")
                for was, at in wrong: print(f"  false   {list(old[was].values())} -> {list(new[at][0].values())}")
        print(f"{name:32}{sums[0]:>11}{sums[1]:>9}{sums[2]:>7}{sums[3]:>11}{f'-{sums[4]} +{sums[5]}':>15}")
        for at in range(3): total[at] += sums[at]
    print(f"{'all':32}{total[0]:>11}{total[1]:>9}{total[2]:>7}")
    for rows in filter(None, flags.rows.split(",")):
        rng = random.Random(f"speed {rows}")
        half = int(rows) // 2
        old, new = edited(rng, people(rng, half, .5) + organisations(rng, half), flags.leave, flags.join)
        _, seconds = compare(binary, old, [row for row, _ in new])
        print(f"{rows} rows against as many: {seconds:.2f} s")

main()
