#!/usr/bin/env python3
"""How long an import takes, beside the sqlite3 shell loading the same rows and indexing the same text with FTS5.

    import.py BUILD-FOLDER [COUNT...]      counts of recalls; 30000 when none is given

Ours reads, understands, merges, indexes, checks and publishes; the yardstick loads a table and builds one index. Above
FTS_MOST recalls (default 250000) it is left out. Folder for the files: WORK, default a new one that is removed.
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


def measure(build, count, folder):
    table, ours = folder + "/corpus.csv", folder + "/ours.db"
    with open(table, "w") as file:
        subprocess.run([build + "/tests/bench/corpus", str(count)], stdout=file, check=True)
    megabytes = os.path.getsize(table) / 1e6
    environment = dict(os.environ, XDG_CONFIG_HOME="/dev/null/none")
    seconds, memory = timed([build + "/rueckruf", "import", "--quiet", "--db", ours, table], env=environment)
    size = os.path.getsize(ours) / 1e6
    print("%d recalls, %.0f MB of text" % (count, megabytes))
    print("  %-28s %8.1f s   %8.0f rows/s   at most %5.0f MB of memory   file %5.2f MB for each MB of text" % (
        "rueckruf import", seconds, count / seconds, memory, size / megabytes))
    sys.stdout.flush()
    os.remove(ours)
    for tokenizer in "unicode61", "trigram":
        if not shutil.which("sqlite3") or count > int(os.environ.get("FTS_MOST", "250000")):
            continue
        peer = folder + "/peer.db"
        other, memory = timed(["sqlite3", peer], "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;\n.import --csv %s t\n"
                              "CREATE VIRTUAL TABLE f USING fts5(text, tokenize='%s');\nINSERT INTO f(text) SELECT text FROM t;\n"
                              % (table, tokenizer), stdout=subprocess.DEVNULL)
        print("  %-28s %8.1f s   %8.0f rows/s   at most %5.0f MB of memory   file %5.2f MB   ours takes %.2f of its time" % (
            "sqlite3, FTS5 " + tokenizer, other, count / other, memory, os.path.getsize(peer) / 1e6 / megabytes,
            seconds / other))
        sys.stdout.flush()
        os.remove(peer)


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
