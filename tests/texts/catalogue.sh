#!/bin/sh
# Every text of the interface is in every catalogue, finished: not missing, not fuzzy, with the same
# conversions. When this fails: make update-po, then write the translation it leaves empty.
command -v xgettext >/dev/null && command -v msgcmp >/dev/null || exit 77
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
failures=0

# is_finished CATALOGUE: it is complete and sound
is_finished()
{
    msgfmt --check-format -o /dev/null "$1" && msgcmp "$1" "$folder/all.pot" &&
        [ -z "$(msgattrib --only-fuzzy "$1")" ] && [ -z "$(msgattrib --only-obsolete "$1")" ]
}

"$SRCDIR/data/po/extract" "$SRCDIR" "$folder/all.pot" || exit 99
[ "$(grep -c '^msgid' "$folder/all.pot")" -gt 100 ] || { echo "FAIL: the sources have no texts"; exit 1; }
for catalogue in "$SRCDIR"/data/po/*.po; do
    if ! is_finished "$catalogue"; then
        echo "FAIL: $catalogue has texts that are missing, fuzzy, unused or differ in their conversions (make update-po)"
        failures=$((failures + 1))
    fi
done

# German typography: „…“, –, no straight quotes, nothing stray between words.
typography()
{
    msgattrib --no-wrap "$1" | sed -n 's/^msgstr\(\[[0-9]\]\)\{0,1\} "\(.*\)"$/\2/p' | LC_ALL=C.UTF-8 grep -nE \
        -e "\\\\\"|'|”| - |^[^„]*“" -e '[a-zäöüß]\.\.\.' -e ' [,.:!?]' -e '\b(dass|daß) ,' -e '\bdaß\b'
}
odd=$(typography "$SRCDIR/data/po/de.po")
[ -z "$odd" ] || { echo "FAIL: look at the typography of: $odd"; failures=$((failures + 1)); }

# The test can fail: without one text, with a fuzzy one, with another conversion.
german=$SRCDIR/data/po/de.po
msgattrib --no-wrap "$german" | sed 's/^msgstr "Alle"$/msgstr ""/' >"$folder/missing.po"
msgattrib --no-wrap "$german" | awk '/^msgid "All"$/ { print "#, fuzzy" } { print }' >"$folder/fuzzy.po"
msgattrib --no-wrap "$german" | sed '/^msgstr/s/%u/%s/' >"$folder/conversion.po"
for case in missing fuzzy conversion; do
    if cmp -s "$german" "$folder/$case.po" || is_finished "$folder/$case.po" >/dev/null 2>&1; then
        echo "FAIL: a catalogue with a $case text is taken for finished"
        failures=$((failures + 1))
    fi
done

[ $failures -eq 0 ]
