#!/usr/bin/env python3
"""How long an import takes, beside the sqlite3 shell loading the same rows and indexing the same text with FTS5.

    import.py BUILD-FOLDER [COUNT...]      counts of recalls; 30000 when none is given

Ours reads, understands, merges, indexes, checks and publishes; the yardstick loads a table and builds one index. Above
FTS_MOST recalls (default 250000) it is left out. Each has its turn ROUNDS times (default 3), one behind the other, and its
least time counts, as whatever else the machine does only adds to it; all times are printed. Folder for the files: WORK,
default a new one that is removed.
"""
import os, shutil, subprocess, sys, tempfile, time


def timed(command, text=None, **options):
    """Seconds, and the most memory in MB, of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE if text else None, **options)
    if text:
        process.stdin.write(text.encode())
        process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s failed" % command)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


SQL = """PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
.import --csv %s t
CREATE VIRTUAL TABLE f USING fts5(text, tokenize='%s');
INSERT INTO f(text) SELECT text FROM t;
"""


def runs(build, table, count):
    """Whose turn it is: name, command for a database, what is typed into it, options."""
    environment = dict(os.environ, XDG_CONFIG_HOME="/dev/null/none")
    yield "rueckruf import", lambda to: [build + "/rueckruf", "import", "--quiet", "--db", to, table], None, {"env": environment}
    for tokenizer in "unicode61", "trigram":
        if shutil.which("sqlite3") and count <= int(os.environ.get("FTS_MOST", "250000")):
            yield ("sqlite3, FTS5 " + tokenizer, lambda to: ["sqlite3", to], SQL % (table, tokenizer),
                   {"stdout": subprocess.DEVNULL})


def measure(build, count, folder):
    table, database = folder + "/corpus.csv", folder + "/made.db"
    with open(table, "w") as file:
        subprocess.run([build + "/tests/bench/corpus", str(count)], stdout=file, check=True)
    megabytes = os.path.getsize(table) / 1e6
    print("%d recalls, %.0f MB of text" % (count, megabytes))
    seconds, memory, size = {}, {}, {}
    for _ in range(int(os.environ.get("ROUNDS", "3"))):
        for name, command, text, options in runs(build, table, count):
            taken, most = timed(command(database), text, **options)
            seconds.setdefault(name, []).append(taken)
            memory[name] = max(memory.get(name, 0), most)
            size[name] = os.path.getsize(database) / 1e6
            os.remove(database)
    ours = min(next(iter(seconds.values())))
    for name, taken in seconds.items():
        print("  %-24s %6.1f s %7.0f rows/s  at most %4.0f MB of memory  file %4.2f MB for each MB of text  (%s)%s" % (
            name, min(taken), count / min(taken), memory[name], size[name] / megabytes,
            " ".join("%.1f" % one for one in taken),
            "" if name.startswith("rueckruf") else "  ours takes %.2f of its time" % (ours / min(taken))))
    sys.stdout.flush()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for count in [int(argument) for argument in sys.argv[2:]] or [30000]:
        folder = os.environ.get("WORK") or tempfile.mkdtemp(prefix="rueckruf-bench-")
        try:
            measure(sys.argv[1], count, folder)
        finally:
            if "WORK" not in os.environ:
                shutil.rmtree(folder)


main()
