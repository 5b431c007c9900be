#!/usr/bin/env python3
"""How long a key press takes, beside ripgrep, fzf and SQLite on the same texts in the same run.

    search.py BUILD-FOLDER [COUNT...]      counts of recalls; 30000 when none is given

Every key of queries.txt is measured for rueckruf; every peer gets the same sample of them (KEYS, default 60: they take
that much longer), as far as it can be asked: without fields, quotes and exclusions. Needs rg, fzf and sqlite3; what is
not installed is left out. FTS5 is not built above FTS_MOST recalls (default 250000: at a million it takes five minutes
and three gigabytes). Folder for the files: WORK, default a new one that is removed.
"""
import os, shutil, subprocess, sys, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))


def percentiles(times):
    times = sorted(times)
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)], times[-1]


def row(name, times, ours=None):
    p50, p99, most = percentiles(times)
    ratio = "   p99 / ours %8.1f" % (p99 / ours) if ours else ""
    print("  %-24s %5d keys   p50 %10.3f   p99 %10.3f   max %10.3f ms%s" % (name, len(times), p50, p99, most, ratio))
    sys.stdout.flush()
    return p99


def run_ours(build, database):
    out = subprocess.run([build + "/tests/bench/search", database, here + "/queries.txt", "-v"], check=True,
                         capture_output=True, text=True).stdout.split("\n")
    keys = {}
    for line in out:
        if line[:1] == " " and line[:9].strip().replace(".", "").isdigit():
            keys[line[21:]] = float(line[:9])
    return keys, [line for line in out if line.startswith(("rueckruf", "  of", "  the"))]


def askable(key):
    return key.strip() and not any(c in key for c in '":-(' + "'") and " OR" not in key and len(key.strip()) > 1


def run_command(command, keys):
    times = []
    for key in keys:
        start = time.perf_counter()
        subprocess.run(command(key), shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def run_sqlite(database, statements):
    """Milliseconds of each group of statements, as the shell's timer tells."""
    script = ".timer on\n" + "\n".join(statements) + "\n"
    out = subprocess.run(["sqlite3", database], input=script, check=True, capture_output=True, text=True).stdout
    return [float(line.split()[3]) * 1e3 for line in out.split("\n") if line.startswith("Run Time")]


def like(key):
    where = " AND ".join("text LIKE '%%%s%%'" % word for word in key.split())
    return "SELECT (SELECT count(*) FROM t WHERE %s), (SELECT group_concat(rowid) FROM (SELECT rowid FROM t WHERE %s " \
           "LIMIT 50));" % (where, where)


def trigram(key):
    match = " AND ".join('"%s"' % word for word in key.split() if len(word) > 2)
    if not match:
        return None
    return "SELECT (SELECT count(*) FROM f WHERE f MATCH '%s'), (SELECT group_concat(rowid) FROM (SELECT rowid FROM f " \
           "WHERE f MATCH '%s' ORDER BY rowid DESC LIMIT 50));" % (match, match)


def measure(build, count, folder):
    table, ours, peer = ("%s/%s" % (folder, name) for name in ("corpus.csv", "ours.db", "peer.db"))
    with open(table, "w") as file:
        subprocess.run([build + "/tests/bench/corpus", str(count)], stdout=file, check=True)
    start = time.perf_counter()
    environment = dict(os.environ, XDG_CONFIG_HOME="/dev/null/none")
    subprocess.run([build + "/rueckruf", "import", "--quiet", "--db", ours, table], check=True, env=environment)
    print("%d recalls, %.0f MB; imported in %.1f s" % (count, os.path.getsize(table) / 1e6, time.perf_counter() - start))
    size = subprocess.run(["sqlite3", ours, "SELECT (SELECT sum(length(bytes)) FROM index_word) + (SELECT sum(length(bytes)) "
                           "FROM index_posting) + (SELECT sum(length(bytes)) FROM index_order), "
                           "(SELECT sum(length(CAST(t.body AS BLOB))) FROM recall r JOIN text t USING(text_id))"],
                          capture_output=True, text=True).stdout.strip().split("|")
    if len(size) == 2:
        print("  index %.1f MB, text %.1f MB: %.3f of it" % (int(size[0]) / 1e6, int(size[1]) / 1e6, int(size[0]) / int(size[1])))
    run_ours(build, ours)
    keys, lines = run_ours(build, ours)
    print("\n".join("  " + line for line in lines))
    wanted = [key for key in keys if askable(key)]
    sample = wanted[::max(1, len(wanted) // int(os.environ.get("KEYS", "60")))]
    own = row("rueckruf, the sample", [keys[key] for key in sample])
    if shutil.which("rg"):
        row("rg -i -F -c", run_command(lambda key: "rg -i -F -c -- '%s' %s" % (key, table), sample), own)
    if shutil.which("fzf"):
        row("fzf --filter, exact", run_command(lambda key: "fzf --exact --filter '%s' < %s" % (key, table), sample[::4]), own)
    if shutil.which("sqlite3"):
        subprocess.run(["sqlite3", peer], input=".import --csv %s t\n" % table, text=True, check=True)
        row("sqlite3 LIKE", run_sqlite(peer, [like(key) for key in sample[::4]]), own)
        if count <= int(os.environ.get("FTS_MOST", "250000")):
            run_sqlite(peer, ["CREATE VIRTUAL TABLE f USING fts5(text, tokenize='trigram');", "INSERT INTO f(text) SELECT text FROM t;"])
            statements = [trigram(key) for key in sample]
            row("sqlite3 FTS5 trigram", run_sqlite(peer, [statement for statement in statements if statement]), own)


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
