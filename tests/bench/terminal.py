#!/usr/bin/env python3
"""What reaches the line: bytes and writes for one step down, also at the list's end where it scrolls, for one page, and
one letter of a search; and the time to the first screen.

    terminal.py BUILD-FOLDER [DATABASE]

At 80x24 in a pseudo-terminal, TERM=xterm-256color, beside less, tig, newsboat and htop as far as they are installed. less
reads the same texts, tig this repository's history, newsboat a feed made of them. What comes more than 120 ms after
the key (our text, which follows when the hand rests) is listed on its own.
"""
import fcntl, os, pty, select, statistics, struct, subprocess, sys, tempfile, termios, time

ROWS, COLUMNS, STEPS, STARTS = 24, 80, 6, 9
CELLS = ("step", "step that scrolls", "page", "letter")


def start(command, environment):
    process, line = pty.fork()
    if process == 0:
        time.sleep(0.02)
        os.environ.update(environment, TERM="xterm-256color", XDG_STATE_HOME="/dev/null/none", XDG_CONFIG_HOME="/dev/null/none")
        os.chdir(os.path.dirname(os.path.abspath(__file__)))
        os.execvp(command[0], command)
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return process, line


def read(line, seconds):
    """What comes until it has been quiet for so long: bytes, reads, the moment of the last."""
    count = reads = 0
    last = time.perf_counter()
    while select.select([line], [], [], seconds)[0]:
        try:
            got = len(os.read(line, 1 << 16))
        except OSError:
            break
        if not got:
            break
        count, reads, last = count + got, reads + 1, time.perf_counter()
    return count, reads, last


def end(process, line):
    os.close(line)
    try:
        os.kill(process, 9)
    except ProcessLookupError:
        pass
    os.waitpid(process, 0)


def first_screen(command, environment):
    times = []
    for _ in range(STARTS):
        begin = time.perf_counter() + 0.02
        process, line = start(command, environment)
        _, _, last = read(line, 0.25)
        times.append((last - begin) * 1e3)
        end(process, line)
    return statistics.median(times)


def measure(name, command, keys, environment, before=b""):
    """keys: of each kind of CELLS the key, typed so many times; None: there is none."""
    process, line = start(command, environment)
    read(line, 0.6)
    if before:
        os.write(line, before)
        read(line, 0.5)
    cells = []
    for kind, key in zip(CELLS, keys):
        if not key:
            cells.append("%s -" % kind)
            continue
        key, times = key
        if kind == "step that scrolls":
            os.write(line, key * ROWS)
            read(line, 0.5)
        at_once, later, writes = [], [], 0
        for i in range(times):
            os.write(line, key[i:i + 1] if len(key) > 1 and key[0] != 27 else key)
            count, reads, _ = read(line, 0.12)
            at_once.append(count)
            writes = max(writes, reads)
            later.append(read(line, 0.3)[0])
        rest = " +%3d" % statistics.median(later) if any(later) else "     "
        cells.append("%s %4d in %d%s" % (kind, statistics.median(at_once), writes, rest))
    end(process, line)
    print("%-18s %s   first screen %6.1f ms" % (name, "   ".join(cells), first_screen(command, environment)))
    sys.stdout.flush()


def installed(name):
    return any(os.access(os.path.join(folder, name), os.X_OK) for folder in os.environ["PATH"].split(":"))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1]) + "/rueckruf"
    database = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else os.path.abspath(sys.argv[1]) + "/data/recalls.db"
    german = {"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as folder:
        text = folder + "/text"
        with open(text, "w") as file:
            subprocess.run([program, "search", "--db", database, ""], stdout=file, check=True)
        steps = [(b"j", STEPS), (b"j", STEPS), (b" ", 2)]
        arrows = [(b"\x1bOB", STEPS), (b"\x1bOB", STEPS), (b"\x1b[6~", 2), None]
        measure("rueckruf", [program, "--db", database], steps + [(b"/zue", 4)], german)
        measure("rueckruf --thrift", [program, "--thrift", "--db", database], steps + [(b"/zue", 4)], german)
        if installed("less"):
            measure("less", ["less", text], steps + [(b"/zue", 4)], german)
        if installed("tig"):
            measure("tig", ["tig"], steps + [(b"/zue", 4)], german)
        if installed("newsboat"):
            urls, feed = folder + "/urls", folder + "/feed.xml"
            with open(feed, "w") as file:
                file.write("<rss version='2.0'><channel><title>recalls</title>" + "".join(
                    "<item><title>%s</title><guid>%d</guid></item>" % (line.strip().replace("&", "").replace("<", ""), i)
                    for i, line in enumerate(list(open(text))[:500])) + "</channel></rss>")
            with open(urls, "w") as file:
                file.write("file://%s\n" % feed)
            measure("newsboat", ["newsboat", "-r", "-u", urls, "-c", folder + "/cache"], arrows, german, b"\r")
        if installed("htop"):
            measure("htop", ["htop", "-d", "100"], arrows, german)


if __name__ == "__main__":
    main()
