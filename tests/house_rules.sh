#!/bin/sh
# The rules of the house that a machine can check; each failure names the file.
cd "${SRCDIR:-.}" || exit 99
failures=0

# forbid MESSAGE PATTERN FILES...: no line of the files may match
forbid()
{
    message=$1 pattern=$2
    shift 2
    found=$(grep -nE "$pattern" "$@" 2>/dev/null)
    if [ -n "$found" ]; then
        echo "FAIL: $message"
        echo "$found"
        failures=$((failures + 1))
    fi
}

others()
{
    # The sources of a folder but for the named ones.
    folder=$1
    shift
    for file in "$folder"/*.c "$folder"/*.h; do
        name=$(basename "$file")
        keep=yes
        for pattern in "$@"; do
            # shellcheck disable=SC2254
            case $name in $pattern) keep=no ;; esac
        done
        [ $keep = yes ] && echo "$file"
    done
}

# shellcheck disable=SC2046
{
    forbid "core/ does not know tui/" '#include "tui/' core/*.c core/*.h
    forbid "core/ prints nothing and never exits" '(^|[^a-z_])(printf|puts|exit|abort)[[:space:]]*\(' core/*.c
    forbid "only tui/screen.c includes ncurses" '#include <(n?curses|term)\.h>' core/* $(others tui screen.c)
    forbid "only store, index, publish, import's and readers' files include sqlite3" '#include <sqlite3\.h>' \
        $(others core 'store*.c' 'index*.c' 'import*.c' 'reader_json*.c' 'reader_jsonl*.c') $(others tui 'state*.c')
    forbid "only text and wrap include unistring" '#include <uni(case|conv|ctype|gbrk|lbrk|name|norm|str|wbrk|width)\.h>' $(others core 'text*.c' text_internal.h) $(others tui 'wrap.c')
    forbid "nothing that can run another program" '(^|[^a-z_])(system|popen|execl|execv|execve|dlopen|fork)[[:space:]]*\(' core/*.c tui/*.c
    forbid "only tui/print.c starts a program" 'posix_spawn' core/*.c $(others tui 'print.[ch]')
    forbid "nothing is left to do" '(^|[^A-Z])(TODO|FIXME|XXX|HACK)($|[^A-Z])' core/*.[ch] tui/*.[ch]
}

# What is not named in Makefile.am is neither installed nor in the tarball.
for file in core/*.[ch] tui/*.[ch]; do
    if ! grep -qE "[[:space:]]$file([[:space:]]|\$)" Makefile.am; then
        echo "FAIL: Makefile.am does not know $file"
        failures=$((failures + 1))
    fi
done
for file in data/rules/*.rules; do
    if ! grep -qF "	$file" Makefile.am; then
        echo "FAIL: Makefile.am does not know $file"
        failures=$((failures + 1))
    fi
done
for file in data/po/*.po; do
    if ! grep -qE "^LANGUAGES = .*\b$(basename "$file" .po)\b" Makefile.am; then
        echo "FAIL: Makefile.am does not know $file"
        failures=$((failures + 1))
    fi
done

[ $failures -eq 0 ]
