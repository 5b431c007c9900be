#!/bin/sh
# The man page and the README tell what the program's own tables do, and troff understands the page.
manual=$(dirname "$RUECKRUF")/tui/manual
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
failures=0

fail()
{
    echo "FAIL: $*"
    failures=$((failures + 1))
}

LC_ALL=C.UTF-8 "$manual" "$(dirname "$RUECKRUF")/locale" >"$folder/en.1" || fail "there is no man page"
LC_ALL=de_DE.UTF-8 LANGUAGE=de "$manual" "$(dirname "$RUECKRUF")/locale" >"$folder/de.1" || fail "there is no German man page"

# Every option that --help and the command line know.
for option in $("$RUECKRUF" --help | grep -oE '^  --[a-z-]+' | tr -d ' '); do
    written=$(printf '%s' "$option" | sed 's/-/\\-/g')
    grep -qF -- "$written" "$folder/en.1" || fail "the man page does not know $option"
done
grep -qF 'KEYS' "$folder/en.1" || fail "the man page has no keys"
grep -qF 'TASTEN' "$folder/de.1" || fail "the German man page is not German"

if command -v groff >/dev/null; then
    for page in en de; do
        groff -man -Kutf8 -Tutf8 -ww "$folder/$page.1" >"$folder/$page.txt" 2>"$folder/$page.err" ||
            fail "troff does not take the $page page"
        [ ! -s "$folder/$page.err" ] || fail "troff warns of the $page page: $(cat "$folder/$page.err")"
    done
fi

# README.md: the rows between the heads of its table of keys and the next empty line.
"$manual" --keys >"$folder/keys"
awk '/^\| key \| \|$/ { getline; found = 1; next } found && !/^\|/ { exit } found' "$SRCDIR/README.md" >"$folder/readme"
cmp "$folder/keys" "$folder/readme" || fail "README.md has other keys: take those of tui/manual --keys"

[ $failures -eq 0 ]
