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

# Every value that a message names.
named()
{
    "$RUECKRUF" "$@" 2>&1 </dev/null | sed 's/.*\(valid are\|use one of\|the keys are\): //; s/)$//' | tr ',' ' '
}
for page in en de; do
    sed 's/\\-/-/g; s/\\&//g' "$folder/$page.1" | tr ',' '\n' >"$folder/$page.words"
done
table="--dry-run --db $folder/x.db $TESTDATA/formats/table-en.csv"
for arguments in "import --format nothing $table" "import --format csv --map nothing=x $table" 'search cat:nothing' \
    'search hazard:nothing' 'search remedy:nothing' 'search is:nothing' 'search nothing:x'; do
    # shellcheck disable=SC2086
    values=$(named $arguments)
    [ "$(echo "$values" | wc -w)" -gt 1 ] || fail "no values are named by: $arguments"
    for value in $values; do
        for page in en de; do
            grep -qE -- "(^|[^a-z_])$value([^a-z_]|\$)" "$folder/$page.words" || fail "the $page page does not know $value, of $arguments"
        done
    done
done
for page in en de; do
    for text in Mangelbeschreibung Baujahr Teilenummern 'recall number' rejects state.db XDG_STATE_HOME XDG_DATA_HOME XDG_CONFIG_HOME RUECKRUF_DB 2012-05-31 ISO-8859-1; do
        grep -qF -- "$text" "$folder/$page.words" || fail "the $page page does not speak of $text"
    done
done

# Its examples can be typed as they stand.
grep -qF '"EXAMPLES"' "$folder/en.1" || fail "the man page has no examples"
grep -qF '"BEISPIELE"' "$folder/de.1" || fail "the German man page has no examples"
for page in en de; do
    sed -n '/^.SH "\(EXAMPLES\|BEISPIELE\)"/,/^.SH "\(EXIT STATUS\|RÜCKGABEWERT\)"/p' "$folder/$page.1" | sed 's/\\-/-/g' |
        sed -n 's/^.B "rueckruf \([^|>]*\).*"$/\1/p' >"$folder/$page.examples"
    [ "$(wc -l <"$folder/$page.examples")" -ge 4 ] || fail "the $page page has too few examples"
    while read -r arguments; do
        case $arguments in import*) arguments="$arguments --dry-run" ;; esac
        # shellcheck disable=SC2086
        XDG_DATA_HOME=$folder "$RUECKRUF" $arguments </dev/null >"$folder/out" 2>"$folder/err"
        ! grep -qE 'rueckruf: .*(--help|valid are|use one of)' "$folder/err" || fail "not taken: $arguments: $(cat "$folder/err")"
    done <"$folder/$page.examples"
done

if command -v groff >/dev/null; then
    for page in en de; do
        groff -man -Kutf8 -Tutf8 -ww "$folder/$page.1" >"$folder/$page.txt" 2>"$folder/$page.err" ||
            fail "troff does not take the $page page"
        # What a terminal of the locale C has no sign for is written out.
        GROFF_NO_SGR=1 groff -man -Kutf8 -Tascii -P-cbou -ww "$folder/$page.1" >"$folder/$page.ascii" 2>>"$folder/$page.err"
        grep -qF '... OR ...' "$folder/$page.ascii" || fail "the $page page loses signs in the locale C"
        grep -qF '"..."' "$folder/$page.ascii" || fail "the $page page loses signs in the locale C"
        [ ! -s "$folder/$page.err" ] || fail "troff warns of the $page page: $(cat "$folder/$page.err")"
    done
fi

# README.md: the rows between the heads of its table of keys and the next empty line.
"$manual" --keys >"$folder/keys"
awk '/^\| key \| \|$/ { getline; found = 1; next } found && !/^\|/ { exit } found' "$SRCDIR/README.md" >"$folder/readme"
cmp "$folder/keys" "$folder/readme" || fail "README.md has other keys: take those of tui/manual --keys"

[ $failures -eq 0 ]
