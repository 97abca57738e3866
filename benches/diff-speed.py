#!/usr/bin/env python3
"""Measures `undersigned diff` against other tools, on the same texts in the same run.

    benches/diff-speed.py BINARY [--other 'COMMAND {old} {new}']... [--words N,N] [--runs N]

The others are git's word diff, a word diff on imara-diff (`rivals/`, built by cargo in the system's folder for temporary
files), and the research prototype where `../shared/reference/diff.rs` lies beside the project. One that can't be had is
left out aloud.

The texts are made here, from a seed: paragraphs of sentences of words that are as frequent as words are, under
headings; the new version has words replaced, sentences put in and taken out, paragraphs moved. Reported are the CPU
seconds (user and system, the least of the runs) and the most memory. A claim of speed is a ratio from here: the
machine's own seconds mean nothing elsewhere.

Ends with 1 where undersigned takes more CPU than the prototype in the same run, or more than 130 MB for two versions of a
million words or fewer.
"""
import argparse, multiprocessing, os, pathlib, random, shlex, shutil, subprocess, sys, tempfile

MOST_MEGABYTES = 130
root = pathlib.Path(__file__).resolve().parent.parent

def vocabulary(rng, size):
    """Invented words; the first are short and will be frequent."""
    syllables = [c + v for c in "b d f g k l m n p r s t v w st tr pl".split() for v in "a e i o u ai ou".split()]
    words = []
    for rank in range(size):
        length = 1 + (rank > 40) + (rank > 2000) + rng.randrange(2)
        words.append("".join(rng.choice(syllables) for _ in range(length)))
    return words

def sentence(rng, words, weights):
    chosen = rng.choices(words, cum_weights=weights, k=rng.randint(6, 28))
    chosen[0] = chosen[0].capitalize()
    if len(chosen) > 14:
        chosen[len(chosen) // 2] += ","
    return chosen

def text(rng, count, words, weights):
    """A list of blocks; each is a list of sentences, a sentence a list of words."""
    blocks, made = [], 0
    while made < count:
        if len(blocks) % 12 == 0:
            blocks.append([["##"] + sentence(rng, words, weights)[:5]])
        paragraph = [sentence(rng, words, weights) for _ in range(rng.randint(2, 7))]
        made += sum(map(len, paragraph))
        blocks.append(paragraph)
    return blocks

def edited(rng, blocks, words, weights):
    """A version of a text: about one paragraph in six differs."""
    new = [[list(s) for s in block] for block in blocks]
    for block in new:
        kind = rng.random()
        if block[0][0] == "##" or kind > 0.16:
            continue
        at = rng.randrange(len(block))
        if kind < 0.10:
            for _ in range(rng.randint(1, 3)):
                s = rng.choice(block)
                s[rng.randrange(len(s))] = rng.choice(words)
        elif kind < 0.13:
            block.insert(at, sentence(rng, words, weights))
        elif len(block) > 2:
            del block[at]
    for _ in range(len(new) // 200):
        new.insert(rng.randrange(len(new)), new.pop(rng.randrange(len(new))))
    return new

def written(blocks, width):
    out = []
    for block in blocks:
        heading = block[0][0] == "##"
        line, lines = "", []
        for word in (w for s in block for w in (s if heading else s[:-1] + [s[-1] + "."])):
            if line and len(line) + 1 + len(word) > width and not heading:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        out.append("\n".join(lines + [line]))
    return "\n\n".join(out) + "\n"

def make(old, new, count):
    rng = random.Random(20110220)
    words = vocabulary(rng, 60000)
    total, weights = 0.0, []
    for rank in range(len(words)):
        total += 1 / (rank + 2.7)
        weights.append(total)
    blocks = text(rng, count, words, weights)
    for path, version in (old, blocks), (new, edited(rng, blocks, words, weights)):
        with open(path, "w", encoding="utf-8") as file:
            file.write(written(version, 80))

def measure(command, runs):
    """The least CPU seconds, and the most memory in MB."""
    seconds, memory = [], 0
    for _ in range(runs):
        with open(os.devnull, "wb") as sink:
            child = subprocess.Popen(command, stdout=sink, stderr=sink)
            _, status, usage = os.wait4(child.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            sys.exit(f"{shlex.join(map(str, command))} ended with {code}")
        seconds.append(usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
    return min(seconds), memory

def rivals():
    """Builds what `rivals/` and the folder of shared material hold; commands by their names."""
    crate = pathlib.Path(tempfile.gettempdir()) / "undersigned-rivals"
    shutil.copytree(root / "benches/rivals", crate, dirs_exist_ok=True)
    # The name of the source, then of the row.
    names = {"imara-words": "imara words"}
    shared = pathlib.Path(os.environ.get("UNDERSIGNED_SHARED", root / "../shared"))
    prototype = shared / "reference/diff.rs"
    if prototype.exists():
        shutil.copy(prototype, crate / "src/bin/prototype.rs")
        names["prototype"] = "prototype"
    else:
        print(f"left out: the prototype, for {prototype} is not there")
    try:
        subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=crate, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"left out: the prototype and imara-diff can't be built: {error}")
        return {}
    flags = {"prototype": ["--ops"]}
    return {row: [crate / "target/release" / name] + flags.get(name, []) for name, row in names.items()}

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="a release build of undersigned")
    parser.add_argument("--other", action="append", default=[], help="a command to measure beside it, with {old} and {new}")
    parser.add_argument("--words", default="20000,200000,1000000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    others, missed = rivals(), []
    if not shutil.which("git"):
        print("left out: git is not installed")
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, options.words.split(",")):
            old, new = (os.path.join(folder, f"{side}.md") for side in ("old", "new"))
            # In a process of its own: a child's peak of memory begins with its parent's.
            maker = multiprocessing.Process(target=make, args=(old, new, count))
            maker.start()
            maker.join()
            ours = {
                "undersigned --to json": [options.binary, "diff", old, new, "--to", "json"],
                "undersigned --stat": [options.binary, "diff", old, new, "--stat"],
            }
            commands = ours | {name: command + [old, new] for name, command in others.items()}
            if shutil.which("git"):
                commands["git words"] = ["git", "diff", "--no-index", "--word-diff", old, new]
            for other in options.other:
                commands[shlex.split(other)[0].rsplit("/", 1)[-1]] = shlex.split(other.format(old=old, new=new))
            rows = {name: measure(command, options.runs) for name, command in commands.items()}
            unit = rows["undersigned --to json"][0]
            print(f"\n{count} words\n{'':24}{'CPU s':>8}{'ratio':>8}{'MB':>8}")
            for name, (seconds, memory) in rows.items():
                print(f"{name:24}{seconds:8.3f}{seconds / unit:8.2f}{memory:8.0f}")
            for name in ours:
                seconds, memory = rows[name]
                if "prototype" in rows and seconds > rows["prototype"][0]:
                    missed.append(f"{name}, {count} words: {seconds:.3f} s, the prototype {rows['prototype'][0]:.3f} s")
                if count <= 1_000_000 and memory > MOST_MEGABYTES:
                    missed.append(f"{name}, {count} words: {memory:.0f} MB, not {MOST_MEGABYTES}")
    if missed:
        sys.exit("\n" + "\n".join(missed))

if __name__ == "__main__":
    main()
