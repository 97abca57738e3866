#!/usr/bin/env python3
"""fit.py [--sets DIR] [--check]: fits the trees that score pairs, src/linkage/fitted/*.tsv, and counts src/tables/party-words.tsv.

Needs `pip install lightgbm numpy` and `cargo build --release --example pairs`. Fits on the labelled rosters in DIR (default:
../shared/eval/linkage, whose format README.md of this folder gives) and on rosters made here: people.py, rosters.py, and DIR/generate.py
where it is. With --check it fits on half of DIR's signatories and prints how well the other half is told, and writes nothing.

Trees rather than weights: on the half that was not fitted on, F1 over pairs of forms was higher than that of a logistic regression on the
same measures by .016 (parties), .005 (with country), .071 (sites by name) and .011 (with address), each at its best threshold, 2026-11-26. What a
finding says is not read from them but from the names themselves: src/linkage/compare/evidence.rs.
"""
import argparse, collections, csv, datetime, itertools, pathlib, subprocess, sys, tempfile, zlib

here = pathlib.Path(__file__).resolve().parent
root = here.parents[1]
FITTED = root / "src/linkage/fitted"
PAIRS = root / "target/release/examples/pairs"
DEV = "parties-bare-dev parties-country-dev sites-name-dev sites-nameaddr-dev hardneg".split()
# How much a set weighs: look-alikes more, made rosters less than real ones.
WEIGHTS = {"hardneg": 3.0, "made": 0.4, "made people": 0.5}
TREES = {"organisations": 250, "people": 150}
SHAPE = {
    "organisations": dict(learning_rate=0.06, num_leaves=24, min_data_in_leaf=25, lambda_l2=5),
    "people": dict(learning_rate=0.08, num_leaves=16, min_data_in_leaf=25, lambda_l2=10),
}
COMMON = dict(objective="binary", feature_fraction=0.6, bagging_fraction=0.8, bagging_freq=1, verbose=-1, seed=1, deterministic=True, num_threads=1)


class Roster:
    """A labelled roster with the measures of its pairs."""

    def __init__(self, path, weight, keep_every=1):
        import numpy as np
        self.name, self.path, self.weight = pathlib.Path(path).stem, path, weight
        with open(path, encoding="utf8", newline="") as file:
            self.truth = {row["id"]: (row["cluster_id"], row["super_id"] or row["cluster_id"]) for row in csv.DictReader(file)}
        self.pairs = {"o": [], "p": []}
        self.measures = {}
        lines = subprocess.run([PAIRS, path, "measures"], check=True, capture_output=True, text=True).stdout.splitlines()
        values = {"o": [], "p": []}
        for line in lines:
            if line.startswith("#"):
                _, kind, *names = line.split(" ")
                self.measures[kind] = names
                continue
            kind, a, b, *numbers = line.split("\t")
            same, other = self.label(a.split(" "), b.split(" "))
            # Of a large made roster a part of the pairs that are none is enough; they weigh more.
            if not same and keep_every > 1 and zlib.crc32((a + b).encode()) % keep_every:
                continue
            self.pairs[kind].append((a, b, same, other * keep_every))
            values[kind].append([float(number) for number in numbers])
        self.values = {kind: np.array(rows, dtype=np.float32) for kind, rows in values.items()}

    def label(self, a, b):
        """How many pairs of records are one signatory, and how many are two. Pairs of which nobody can tell count as neither."""
        same = other = 0
        for x, y in itertools.product(a, b):
            (cluster_x, super_x), (cluster_y, super_y) = self.truth[x], self.truth[y]
            same += cluster_x == cluster_y
            other += super_x != super_y
        return same, other

    def in_first_half(self, ids):
        return zlib.crc32(self.truth[ids.split(" ")[0]][1].encode()) % 2 == 0


def stack(rosters, kind, wanted):
    """Rows, answers and weights. A pair of forms counts once for each answer, by how many records are written so."""
    import numpy as np
    rows, answers, weights = [], [], []
    for roster in rosters:
        for (a, b, same, other), values in zip(roster.pairs[kind], roster.values[kind]):
            if not wanted(roster, a):
                continue
            for answer, count in ((1, same), (0, other)):
                if count:
                    rows.append(values)
                    answers.append(answer)
                    weights.append(min(count, 12) ** 0.8 * roster.weight)
    return np.array(rows), np.array(answers), np.array(weights)


def fit(rosters, kind, what, wanted):
    import lightgbm
    rows, answers, weights = stack(rosters, kind, wanted)
    print(f"{what}: {len(rows)} pairs, {int(answers.sum())} of them one signatory", flush=True)
    data = lightgbm.Dataset(rows, answers, weight=weights, feature_name=rosters[0].measures[what])
    return lightgbm.train(COMMON | SHAPE[what], data, TREES[what])


def write(model, names, what):
    lines = []
    for tree in model.dump_model()["tree_info"]:
        nodes = []

        def walk(node):
            at = len(nodes)
            nodes.append(None)
            if "split_feature" in node:
                left, right = walk(node["left_child"]), walk(node["right_child"])
                nodes[at] = (names[node["split_feature"]], f"{node['threshold']:.7g}", str(left), str(right))
            else:
                nodes[at] = ("leaf", f"{node['leaf_value']:.6g}")
            return at

        walk(tree["tree_structure"])
        lines += ["\t".join((str(at), *node)) for at, node in enumerate(nodes)]
    header = [
        f"# Decision trees that score a pair of {what}: the leaves that a pair comes to add up to log-odds.",
        f"# Source: fitted by benches/linkage/fit.py, which says on what, {datetime.date.today()}. Licence: MIT OR Apache-2.0.",
        "# A row is a node: its number in the tree (0 begins a tree), the measure that it asks for, the value up to which the answer",
        "# is left, the nodes to the left and to the right; of a leaf: leaf, and what it adds.",
        "# columns: node\tmeasure\tvalue\tleft\tright",
        "# measures: " + " ".join(names),
    ]
    (FITTED / f"{what}.tsv").write_text("\n".join(header + lines) + "\n", encoding="utf8")


def report(model, roster, kind):
    """F1 over pairs of forms at the default threshold, of the half that was not fitted on. Equal forms are not counted."""
    import numpy as np
    rows = [at for at, pair in enumerate(roster.pairs[kind]) if not roster.in_first_half(pair[0])]
    if not rows:
        return
    scores = model.predict(roster.values[kind][rows])
    found = [roster.pairs[kind][at] for at, score in zip(rows, scores) if score >= 0.5]
    truth = sum(roster.pairs[kind][at][2] for at in rows)
    right, wrong = sum(pair[2] for pair in found), sum(pair[3] for pair in found)
    precision, recall = right / max(1, right + wrong), right / max(1, truth)
    print(f"  {roster.name:24} precision {precision:.3f} recall of blocked pairs {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}", flush=True)


def count_words(path, scratch):
    """The words of parties' names, each signatory counted once, scaled to 6,000 names."""
    first = pathlib.Path(scratch) / "first-names.csv"
    seen = set()
    with open(path, encoding="utf8", newline="") as file, open(first, "w", encoding="utf8", newline="") as out:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames)
        writer.writeheader()
        for row in reader:
            if row["cluster_id"] not in seen:
                seen.add(row["cluster_id"])
                writer.writerow(row)
    lines = subprocess.run([PAIRS, first, "words"], check=True, capture_output=True, text=True).stdout.splitlines()
    words = [(word, int(count)) for word, count in (line.split("\t") for line in lines)]
    rows = sorted((word, max(2, round(count * 6000 / len(seen)))) for word, count in words if count >= 4 and not word.isdigit())
    header = [
        "# In how many of 6,000 names of political parties a word stands.",
        f"# Source: counted by benches/linkage/fit.py in the parties' names of the labelled rosters that linkage is fitted on (Party Facts), {datetime.date.today()}.",
        "# Words in four names or more; a signatory counts once.",
        "# word: base form, in Latin letters, lower case",
        "# columns: word\tcount",
    ]
    table = root / "src/tables/party-words.tsv"
    table.write_text("\n".join(header + [f"{word}\t{count}" for word, count in rows]) + "\n", encoding="utf8")
    print(f"{table.relative_to(root)}: {len(rows)} words", flush=True)


def make(scratch, script, name, *arguments):
    path = pathlib.Path(scratch) / f"{name}.csv"
    with open(path, "w", encoding="utf8") as out:
        subprocess.run([sys.executable, script, *map(str, arguments)], check=True, stdout=out)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=pathlib.Path, default=root.parent / "shared/eval/linkage")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--words", action="store_true", help="only count the words; build again before fitting")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if options.words:
            return count_words(options.sets / "parties-country-dev.csv", scratch)
        real = [Roster(options.sets / f"{name}.csv", WEIGHTS.get(name, 1.0)) for name in DEV]
        made = [
            Roster(make(scratch, here / "rosters.py", "rosters", 10000, 3), WEIGHTS["made"]),
            Roster(make(scratch, here / "rosters.py", "rosters-hard", 10000, 4, "--hard"), WEIGHTS["made"]),
        ]
        generate = options.sets / "generate.py"
        if generate.exists():
            made.append(Roster(make(scratch, generate, "generated", 10000), WEIGHTS["made"]))
            made.append(Roster(make(scratch, generate, "generated-large", 100000), WEIGHTS["made"], keep_every=4))
        people = [
            Roster(make(scratch, here / "people.py", f"{kind}-{seed}", kind, seed), 1.0)
            for kind in ("synth", "easy", "letters")
            for seed in (1, 2, 3)
        ]
        half = (lambda roster, ids: roster in made or roster.in_first_half(ids)) if options.check else (lambda roster, ids: True)
        organisations = fit(real + made, "o", "organisations", half)
        for roster in made:
            roster.weight = WEIGHTS["made people"]
        persons = fit(people + made, "p", "people", half)
        if options.check:
            for roster in real:
                report(organisations, roster, "o")
            for roster in people:
                report(persons, roster, "p")
            return
        write(organisations, real[0].measures["organisations"], "organisations")
        write(persons, people[0].measures["people"], "people")


if __name__ == "__main__":
    main()
