#!/usr/bin/env python3
"""From start to the first complete screen, beside the least program that does the same, and less; and what an idle
browser does.

    start.py BUILD-FOLDER [DATABASE [SECONDS]]      SECONDS of idleness are watched (default 60)

At 80x24 in a pseudo-terminal; medians of turns that take each program once. Idle: how often the process ran, by the
system's count of its voluntary waits; a look at the database file every two seconds is meant.
"""
import os, re, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import terminal

TURNS = 25


def first_screen(command):
    begin = time.perf_counter() + 0.02
    process, line = terminal.start(command, {})
    count, _, last = terminal.read(line, 0.2)
    terminal.end(process, line)
    return (last - begin) * 1e3 if count else float("nan")


def waits(process):
    with open("/proc/%d/status" % process) as status:
        return int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", status.read(), re.M).group(1))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = os.path.abspath(sys.argv[1])
    database = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else build + "/data/recalls.db")
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as text:
        text.write(subprocess.run([build + "/rueckruf", "search", "--limit", "2000", "--db", database, ""],
                                  capture_output=True, text=True).stdout)
        text.flush()
        programs = {
            "rueckruf": [build + "/rueckruf", "--db", database],
            "least": [build + "/tests/bench/least", database],
            "less": ["less", text.name],
        }
        times = {name: [] for name in programs}
        for _ in range(TURNS):
            for name, command in programs.items():
                times[name].append(first_screen(command))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        ratio = "" if name == "rueckruf" else "   ours takes %.2f of it" % (medians["rueckruf"] / median)
        print("%-10s %6.1f ms%s" % (name, median, ratio))
    process, line = terminal.start(programs["rueckruf"], {})
    terminal.read(line, 1)
    before = waits(process)
    written = 0
    until = time.time() + seconds
    while time.time() < until:
        written += terminal.read(line, max(0.1, until - time.time()))[0]
    print("idle       %d wake-ups in %d s (%d looks at the file are meant), %d bytes written" %
          (waits(process) - before, seconds, seconds // 2, written))
    terminal.end(process, line)


if __name__ == "__main__":
    main()
