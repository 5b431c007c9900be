#!/bin/sh
# Every text fits its place on the screen, in English and in every catalogue; places.txt has the places.
command -v msgattrib >/dev/null || exit 77
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
failures=0

fail()
{
    echo "FAIL: $*"
    failures=$((failures + 1))
}

# fits CATALOGUE
fits()
{
    msgattrib --no-wrap "$1" >"$folder/plain.po" || return 1
    LC_ALL=C awk -f "$SRCDIR/tests/texts/measure.awk" "$SRCDIR/tests/texts/places.txt" "$folder/plain.po"
}

for catalogue in "$SRCDIR"/data/po/*.po; do
    fits "$catalogue" || fail "texts of $catalogue do not fit"
done

# The test can fail: a label and a hint that are too long, and umlauts that are not.
german=$SRCDIR/data/po/de.po
msgattrib --no-wrap "$german" | sed 's/^msgstr "Abhilfe"$/msgstr "Abhilfemaßnahme"/' >"$folder/label.po"
msgattrib --no-wrap "$german" | sed 's/^msgstr "nächster, voriger"$/msgstr "zum nächsten oder zum vorigen"/' >"$folder/hint.po"
msgattrib --no-wrap "$german" | sed 's/^msgstr "Abhilfe"$/msgstr "ÄÖÜäöüßßßß"/' >"$folder/umlauts.po"
if fits "$folder/label.po" >/dev/null; then fail "a label that is too long is taken"; fi
if fits "$folder/hint.po" >/dev/null; then fail "a hint that is too long is taken"; fi
fits "$folder/umlauts.po" || fail "ten umlauts do not fit into ten columns"

# Names out of the data, and whole lines of --help.
for locale in C.UTF-8 de_DE.UTF-8; do
    wide=$(LC_ALL=$locale "$RUECKRUF" categories --json | sed 's/.*"name":"\([^"]*\)".*/\1/' | LC_ALL=C.UTF-8 grep -E '^.{18}')
    [ -z "$wide" ] || fail "categories that do not fit their column: $wide"
    wide=$(LC_ALL=$locale "$RUECKRUF" --help | LC_ALL=C.UTF-8 grep -E '^.{81}')
    [ -z "$wide" ] || fail "--help is wider than 80 columns: $wide"
done

[ $failures -eq 0 ]
