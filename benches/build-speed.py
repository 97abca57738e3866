#!/usr/bin/env python3
"""CPU time of `undersigned build` against `typst compile`, side by side in one run.

    benches/build-speed.py [TEMPLATE.typ]

Builds the release binary, installs typst-cli 0.15.1 into target/rival where it is missing (both by
cargo), then runs each in turn and prints medians of user + system time and their ratio. The rival
compiles the template given, by default ../shared/reference/templates/joint-statement.typ: one page
with 27 names, as the default statement is. Prints the time of `check` and of `import` as well.
"""
import os, pathlib, shutil, statistics, subprocess, sys, tempfile

ROUNDS = 15
root = pathlib.Path(__file__).resolve().parent.parent
template = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else root / "../shared/reference/templates/joint-statement.typ")
seed = root / "../shared/seed/statement.txt"


def cpu(command, folder):
    """User and system seconds of one run."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return usage.ru_utime + usage.ru_stime


subprocess.run(["cargo", "build", "--release", "--locked"], cwd=root, check=True)
rival = pathlib.Path(os.environ.get("TYPST", root / "target/rival/bin/typst"))
if not rival.exists():
    subprocess.run(["cargo", "install", "typst-cli@=0.15.1", "--locked", "--root", root / "target/rival"], check=True)

work = pathlib.Path(tempfile.mkdtemp())
shutil.copy(root / "signatories.toml", work)
shutil.copytree(root / "statements", work / "statements")
name = next(path.name for path in sorted((work / "statements").iterdir()) if path.is_dir())
binary = root / "target/release/undersigned"
empty = work / "empty"
empty.mkdir()
runs = {
    "undersigned build": ([binary, "build", name, "--lang", "en", "--to", "pdf"], work),
    "typst compile": ([rival, "compile", "--ignore-system-fonts", "--pdf-standard", "a-2a,ua-1", template, work / "rival.pdf"], work),
    "undersigned check": ([binary, "check"], work),
}
if seed.exists():
    runs["undersigned import"] = ([binary, "import", "--dry-run", seed], empty)
if not template.exists():
    del runs["typst compile"]
    print(f"skipped: {template} is not there, so there is nothing to compare with")

times = {what: [] for what in runs}
for what, (command, folder) in runs.items():
    cpu(command, folder)  # warm
for _ in range(ROUNDS):
    for what, (command, folder) in runs.items():
        times[what].append(cpu(command, folder))
medians = {what: statistics.median(all) for what, all in times.items()}
for what, median in medians.items():
    print(f"{what:20} {median * 1000:6.1f} ms CPU (median of {ROUNDS})")
if "typst compile" in medians:
    print(f"{'ratio':20} {medians['undersigned build'] / medians['typst compile']:6.2f}")
shutil.rmtree(work)
