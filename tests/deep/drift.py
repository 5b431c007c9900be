#!/usr/bin/env python3
"""Whether every code point that may be drawn moves the cursor of real terminals by the columns of our table.

    drift.py            in tmux, and in xterm and PuTTY's pterm under Xvfb, as far as they are installed
    drift.py --inside FILE     run by them: asks the terminal for the cursor's place behind each code point

Prints for each terminal how many code points were asked and which moved it elsewhere; exit status 1 when one did.
"""
import os, re, select, shutil, subprocess, sys, tempfile, termios, time, tty

here = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(here, "..", "..", "data", "display-ranges.tsv")
BATCH = 64


def code_points():
    with open(TABLE) as table:
        for line in table:
            fields = line.split("#")[0].split()
            if len(fields) == 3 and fields[1].startswith("U+"):
                for code_point in range(int(fields[1][2:], 16), int(fields[2][2:], 16) + 1):
                    yield code_point, int(fields[0])


def inside(path):
    """Each code point is drawn at column 3, and the place asked for behind it."""
    wrong = asked = 0
    before = termios.tcgetattr(0)
    tty.setraw(0)
    with open(path + ".part", "w") as out:
        batch = list(code_points())
        for start in range(0, len(batch), BATCH):
            part = batch[start:start + BATCH]
            os.write(1, b"".join(b"\r--" + chr(c).encode() + b"\x1b[6n" for c, _ in part))
            got, until = b"", time.time() + 10
            while got.count(b"R") < len(part) and time.time() < until:
                if select.select([0], [], [], 1)[0]:
                    got += os.read(0, 4096)
            places = [int(column) for column in re.findall(rb"\x1b\[\d+;(\d+)R", got)]
            for (code_point, columns), place in zip(part, places):
                asked += 1
                if place != 3 + columns:
                    wrong += 1
                    out.write("U+%04X: %d columns, not %d\n" % (code_point, place - 3, columns))
        out.write("%d asked, %d wrong\n" % (asked, wrong))
    termios.tcsetattr(0, termios.TCSANOW, before)
    os.rename(path + ".part", path)


def wait_for(path, process, seconds=60):
    until = time.time() + seconds
    while time.time() < until and not os.path.exists(path):
        time.sleep(0.5)
    if process:
        process.terminate()
    return open(path).read() if os.path.exists(path) else "no answer\n1 wrong\n"


def main():
    me = [sys.executable, os.path.abspath(__file__), "--inside"]
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANG="C.UTF-8")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        terminals = []
        if shutil.which("tmux"):
            terminals.append(("tmux", ["tmux", "-L", "drift", "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24"], False))
        for name in ("xterm", "pterm"):
            if shutil.which(name) and shutil.which("Xvfb"):
                terminals.append((name, [name, "-e"], True))
        if any(needs_x for _, _, needs_x in terminals):
            environment["DISPLAY"] = ":97"
            server = subprocess.Popen(["Xvfb", ":97"], stderr=subprocess.DEVNULL)
            time.sleep(2)
        for name, command, needs_x in terminals:
            path = os.path.join(folder, name)
            process = subprocess.Popen(command + me + [path], env=environment, stderr=subprocess.DEVNULL)
            lines = wait_for(path, process if needs_x else None).splitlines()
            failures += " 0 wrong" not in lines[-1]
            print("%-8s %s" % (name, lines[-1]))
            for line in lines[:-1][:20]:
                print("    " + line)
        if any(needs_x for _, _, needs_x in terminals):
            server.terminate()
    sys.exit(failures > 0)


if len(sys.argv) > 2 and sys.argv[1] == "--inside":
    inside(sys.argv[2])
else:
    main()
