#!/usr/bin/env python3
"""Matching of duplicates, side by side with string_grouper, Splink and rapidfuzz: time, memory and F1 in one run.

    benches/linkage/rivals.py [--binary PATH] [--generator PATH] [--seed N] [--only TOOL,…] [--million]

Makes rosters of 10,000 and 100,000 rows (by rosters.py, or by another script called as GENERATOR ROWS SEED),
installs the rivals into target/rivals where they are missing, runs each tool as a process of its own on the same
files, and prints one table. F1 is over pairs: for `undersigned check` of what it reports (certain and possible),
for a rival at the threshold that suits these labels best, which no user could know. string_grouper is timed with
its default threshold of .8; its scores for the sweep come from a second run at .5, which isn't timed.
`--million` adds undersigned alone at 1,000,000 rows. Figures at 10,000 are medians of three runs.
"""
import argparse, csv, itertools, json, os, pathlib, statistics, subprocess, sys, tempfile, time
from collections import Counter

here = pathlib.Path(__file__).resolve()
root = here.parent.parent.parent
venv = root / "target/rivals"
PACKAGES = {"string_grouper": ["string_grouper"], "splink": ["splink", "pandas"], "rapidfuzz": ["rapidfuzz", "numpy"]}
RUNS = [("undersigned", 10_000), ("string_grouper", 10_000), ("splink", 10_000), ("rapidfuzz", 10_000), ("undersigned", 100_000), ("string_grouper", 100_000)]
ROUNDS = {10_000: 3, 100_000: 1, 1_000_000: 1}


# ---- the rivals; each runs in a child of its own, reads a roster and writes id1,id2,score

def read(roster):
    with open(roster, encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def string_grouper(roster, threshold):
    """Cosine of tf-idf vectors over character 3-grams of the names, all other options as they come."""
    import pandas, string_grouper
    rows = read(roster)
    matches = string_grouper.match_strings(pandas.Series([r["name"] for r in rows]), master_id=pandas.Series([r["id"] for r in rows]), min_similarity=threshold or .8)
    for a, b, score in zip(matches["left_id"], matches["right_id"], matches["similarity"]):
        if a < b:
            yield a, b, score


def rapidfuzz(roster, threshold):
    """Every pair of names by token_sort_ratio, lower case and without punctuation, in strips of the matrix."""
    import numpy
    from rapidfuzz import fuzz, process, utils
    rows = read(roster)
    texts = [" ".join(sorted(utils.default_process(r["name"]).split())) for r in rows]
    for start in range(0, len(texts), 500):
        scores = process.cdist(texts[start:start + 500], texts[start:], scorer=fuzz.ratio, score_cutoff=70, dtype=numpy.uint8)
        for i, j in zip(*numpy.nonzero(scores)):
            if i < j:
                yield rows[start + i]["id"], rows[start + j]["id"], int(scores[i, j])


def splink(roster, threshold):
    """A Fellegi-Sunter model fitted by EM, as its tutorial builds one: name, longest word, country, affiliation."""
    import pandas, splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    table = []
    for r in read(roster):
        words = "".join(c.lower() if c.isalnum() else " " for c in r["name"]).split() or [""]
        words.sort()
        table.append({"unique_id": r["id"], "name": " ".join(words), "longest": max(words, key=len), "first": words[0], "last": words[-1], "country": r["country"] or None, "affiliation": r["affiliation"] or None})
    blocks = [block_on("longest"), block_on("first", "country"), block_on("last", "country"), block_on("affiliation")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [.97, .92, .85]),
            cl.ExactMatch("longest").configure(term_frequency_adjustments=True),
            cl.ExactMatch("country").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("affiliation", [.9]),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    linker = Linker(DuckDBAPI().register(pandas.DataFrame(table)), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name")], recall=.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("longest"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("country", "first"))
    found = linker.inference.predict(threshold_match_weight=-5).as_pandas_dataframe()
    yield from zip(found["unique_id_l"], found["unique_id_r"], found["match_weight"])


def child(tool, roster, out, threshold):
    with open(out, "w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows({"string_grouper": string_grouper, "rapidfuzz": rapidfuzz, "splink": splink}[tool](roster, float(threshold)))


# ---- running and scoring

def install(tools):
    """Those of the rivals that could be installed, with their versions."""
    if not (venv / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    ready = {}
    for tool in tools:
        version = [venv / "bin/python", "-c", f"import {tool}, importlib.metadata as m; print(m.version('{tool}'))"]
        if subprocess.run(version, capture_output=True).returncode != 0:
            subprocess.run([venv / "bin/pip", "install", "--quiet", *PACKAGES[tool]])
        asked = subprocess.run(version, capture_output=True, text=True)
        if asked.returncode == 0:
            ready[tool] = asked.stdout.strip()
        else:
            print(f"{tool} can't be installed: left out")
    return ready


def measure(command, stdout):
    """Exit code, wall seconds, user + system seconds and peak megabytes of one process."""
    with open(stdout, "wb") as out, open(f"{stdout}.err", "wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def reported(output):
    """Pairs of records that `undersigned check` reports, as (id, id, 1)."""
    findings = json.loads(pathlib.Path(output).read_text(encoding="utf8"))["findings"]
    pairs = set()
    for finding in findings:
        if finding["code"] in ("duplicate-signatory", "possible-duplicate"):
            pairs.update(itertools.combinations(sorted(set(finding["records"])), 2))
    return [(a, b, 1) for a, b in pairs]


def best(roster, pairs):
    """F1 over pairs at the best threshold: (F1, threshold, precision, recall). Pairs of one super_id don't count."""
    labels = {r["id"]: (r["cluster_id"], r["super_id"]) for r in read(roster)}
    wanted = sum(n * (n - 1) // 2 for n in Counter(cluster for cluster, _ in labels.values()).values())
    right = wrong = 0
    top = (0, 0, 0, 0)
    for score, group in itertools.groupby(sorted(pairs, key=lambda pair: -pair[2]), key=lambda pair: pair[2]):
        for a, b, _ in group:
            if labels[a][0] == labels[b][0]:
                right += 1
            elif labels[a][1] != labels[b][1]:
                wrong += 1
        if right:
            top = max(top, (2 * right / (right + wrong + wanted), score, right / (right + wrong), right / wanted))
    return top


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, default=root / "target/release/undersigned")
    parser.add_argument("--generator", type=pathlib.Path, default=here.parent / "rosters.py")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", help="tools to run, with commas")
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    tools = options.only.split(",") if options.only else ["undersigned", *PACKAGES]
    ready = install([tool for tool in PACKAGES if tool in tools])
    runs = RUNS + [("undersigned", 1_000_000)] * options.million
    wanted = [(tool, rows) for tool, rows in runs if tool in tools and (tool in ready or tool == "undersigned")]
    work = pathlib.Path(tempfile.mkdtemp())
    rosters = {}
    for rows in sorted({rows for _, rows in wanted}):
        rosters[rows] = work / f"{rows}.csv"
        with open(rosters[rows], "wb") as file:
            subprocess.run([sys.executable, options.generator, str(rows), options.seed], stdout=file, check=True)

    times, failed = {run: [] for run in wanted}, {}
    output = lambda tool, rows: work / f"{tool}-{rows}.out"
    for turn in range(max(ROUNDS.values())):
        for tool, rows in wanted:
            if turn >= ROUNDS[rows] or (tool, rows) in failed:
                continue
            out = output(tool, rows)
            rival = [venv / "bin/python", here, "--child", tool, rosters[rows], out, "0"]
            command = [options.binary, "check", "--format", "json", rosters[rows]] if tool == "undersigned" else rival
            try:
                code, *figures = measure(command, f"{out}.stdout")
            except OSError as error:
                failed[tool, rows] = str(error)
                continue
            if code not in ((0, 1) if tool == "undersigned" else (0,)):
                said = pathlib.Path(f"{out}.stdout.err").read_text(encoding="utf8", errors="replace").strip()
                failed[tool, rows] = f"exit {code}: {said[-200:]}"
            times[tool, rows].append(figures)

    versions = "".join(f"{tool} {version}, " for tool, version in ready.items())
    print(f"{options.generator.name} seed {options.seed}, {versions}load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'tool':15} {'rows':>7} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'F1':>6} {'P':>6} {'R':>6} {'at':>7} {'CPU ratio':>9}")
    ours = {}
    for tool, rows in wanted:
        if (tool, rows) in failed:
            print(f"{tool:15} {rows:7} failed: {failed[tool, rows]}")
            continue
        wall, cpu, peak = (statistics.median(column) for column in zip(*times[tool, rows]))
        out = output(tool, rows)
        if tool == "undersigned":
            pairs = reported(f"{out}.stdout")
            ours[rows] = cpu
        else:
            if tool == "string_grouper":
                subprocess.run([venv / "bin/python", here, "--child", tool, rosters[rows], out, ".5"], check=True, stderr=subprocess.DEVNULL)
            with open(out, encoding="utf8", newline="") as file:
                pairs = [(a, b, float(score)) for a, b, score in csv.reader(file)]
        f1, at, precision, recall = best(rosters[rows], pairs)
        ratio = f"{cpu / ours[rows]:9.1f}" if ours.get(rows) else f"{'–':>9}"
        print(f"{tool:15} {rows:7} {wall:8.2f} {cpu:8.2f} {peak:8.0f} {f1:6.3f} {precision:6.3f} {recall:6.3f} {at:7.2f} {ratio}")
    for path in work.iterdir():
        path.unlink()
    work.rmdir()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
