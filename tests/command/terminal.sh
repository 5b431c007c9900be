#!/bin/sh
# The screen that shows what a terminal can do.
. "$SRCDIR/tests/command/lib.sh"

escape=$(printf '\033')
unset LC_CTYPE

TERM=xterm run terminal
expect_status 0
expect_silence
expect_out 'LC_ALL=C.UTF-8 → UTF-8'
expect_out 'ä ö ü Ä Ö Ü ß'
expect_not_out "$escape"

# Attributes are those of the terminal's description.
TERM=xterm run terminal --color always
expect_out "${escape}[7m the selected row "
expect_out "${escape}[31mred"
TERM=xterm NO_COLOR=1 run terminal --color auto
expect_not_out "${escape}[31m"
TERM=vt100 run terminal --color always
expect_out "${escape}[7m the selected row "
expect_not_out "${escape}[31m"
TERM=../../etc/passwd run terminal --color always
expect_out 'not known here'
expect_not_out "${escape}[7m"
TERM=no-such-terminal run terminal
expect_status 0
expect_out 'not known here'
# What the environment says goes through the gate.
TERM=$(printf 'x\033[2J') run terminal
expect_not_out "$escape"

# It is one screen of a vt220, in both languages.
for locale in C.UTF-8 de_DE.UTF-8; do
    LC_ALL=$locale TERM=xterm run terminal
    expect "24 rows in $locale" "$(wc -l <"$folder/out")" -le 23
    wide=$(LC_ALL=C.UTF-8 grep -E '^.{81}' "$folder/out")
    expect "80 columns in $locale: $wide" -z "$wide"
done

# ASCII means ASCII.
LC_ALL=C TERM=vt220 run terminal
if LC_ALL=C grep -q '[^ -~]' "$folder/out"; then fail "bytes that ASCII has not"; fi
expect_out 'ae oe ue'
run terminal --ascii
if LC_ALL=C grep -q '[^ -~]' "$folder/out"; then fail "bytes that ASCII has not"; fi

run terminal airbag
expect_status 2

# The browser reads keys: where none can be typed it says so, and what to do instead.
if command -v script >/dev/null; then
    TERM=xterm script -qec "'$RUECKRUF' airbag </dev/null" /dev/null >"$folder/out" 2>&1 </dev/null
    status=$?
    expect_status 2
    expect_out 'rueckruf: terminal: standard input is none (rueckruf search prints the hits)'
fi

finish
