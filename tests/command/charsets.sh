#!/bin/sh
# Locales that are not UTF-8: what is printed is in their charset, whole, and their bytes are read.
. "$SRCDIR/tests/command/lib.sh"
command -v localedef >/dev/null && command -v iconv >/dev/null || exit 77
LOCPATH=$folder/locales
mkdir "$LOCPATH" || exit 99
for charset in ISO-8859-1 ISO-8859-15; do
    localedef -i de_DE -f $charset "$LOCPATH/de_DE.$charset" 2>/dev/null
    [ -d "$LOCPATH/de_DE.$charset" ] || exit 77
done
export LOCPATH
db=$folder/recalls.db
"$RUECKRUF" import --quiet --db "$db" "$first" "$second" "$third"
printf '%s ; %s' 'Die Zündspule von Škoda – „geprüft“ – kostet 5 € bei 1½ Stunden; 90 °C, 5 kΩ, Œuvre …' 'Im Händlersystem hinterlegt.' >"$folder/list"
"$RUECKRUF" import --quiet --format adac --db "$folder/small.db" "$folder/list"

# in_locale CHARSET ARGUMENTS…: runs it there; the output is turned into UTF-8 and looked at
in_locale()
{
    charset=$1
    shift
    LC_ALL=de_DE.$charset run "$@"
    iconv -f "$charset" -t UTF-8 "$folder/out" >"$folder/utf8" && mv "$folder/utf8" "$folder/out"
}

in_locale ISO-8859-1 search --db "$folder/small.db" ''
expect_status 0
expect_out 'Zündspule von Skoda - "geprüft" - kostet 5 EUR'
in_locale ISO-8859-1 show --db "$folder/small.db" --width 200 "$(ids_of "$folder/small.db" | head -n 1)"
expect_out '5 EUR bei 1½ Stunden; 90 °C, 5 kOhm, OEuvre ...'
in_locale ISO-8859-15 show --db "$folder/small.db" --width 200 "$(ids_of "$folder/small.db" | head -n 1)"
expect_out 'Zündspule von Škoda - "geprüft" - kostet 5 € bei 1 1/2 Stunden; 90 °C, 5 kOhm, Œuvre ...'
LC_ALL=de_XX run show --db "$folder/small.db" --width 200 "$(ids_of "$folder/small.db" | head -n 1)"
expect_out 'Zuendspule von Skoda - "geprueft" - kostet 5 EUR bei 1 1/2 Stunden; 90 GradC, 5 kOhm, OEuvre ...'

# The interface speaks German there too.
in_locale ISO-8859-1 --help
expect_out 'in den Rückrufen blättern'
in_locale ISO-8859-15 search --db "$db" nixdergleichen
expect_status 1
iconv -f ISO-8859-15 -t UTF-8 "$folder/err" | grep -q 'Kein Treffer heißt nicht, dass es keinen Rückruf gibt' || fail "no German in the messages"

# Every text of all recalls: no question mark that its source has not, nothing outside the charset.
for locale in de_DE.ISO-8859-1 de_DE.ISO-8859-15 C; do
    LC_ALL=C.UTF-8 run show --db "$db" $(ids_of "$db")
    asked=$(tr -dc '?' <"$folder/out" | wc -c)
    LC_ALL=$locale run show --db "$db" $(ids_of "$db")
    expect_status 0
    expect "$locale: question marks" "$(tr -dc '?' <"$folder/out" | wc -c)" -eq "$asked"
    expect "$locale: bytes of control" "$(LC_ALL=C tr -dc '\000-\011\013-\037\177-\237' <"$folder/out" | wc -c)" -eq 0
done
expect 'C: only ASCII' "$(LC_ALL=C tr -d '\000-\177' <"$folder/out" | wc -c)" -eq 0

# What is typed there is read in their charset.
for charset in ISO-8859-1 ISO-8859-15; do
    in_locale $charset search --db "$db" "$(printf 'Z\374ndspule')"
    expect_status 0
    expect_out 'Zündspulen'
    in_locale $charset search --json --db "$db" "$(printf 'Z\374ndspule')"
    expect_status 0
done

# Messages quote what was typed, in its letters.
for charset in ISO-8859-1 ISO-8859-15; do
    in_locale $charset search --db "$(printf '%s/gr\366\337er.db' "$folder")" x
    iconv -f $charset -t UTF-8 "$folder/err" | grep -qF "$folder/größer.db: diese Datei gibt es nicht" || fail "the name is not quoted"
done
LC_ALL=de_XX run search "$(printf -- '--sort=gr\366\337e')" x
expect_error '--sort=groesse: kennt "groesse" nicht'
LC_ALL=de_XX.UTF-8 run search "$(printf -- '--sort=gr\366\337e\377\033')" --sort=größe x
expect_error '--sort=größeÿ'

# One message is one line, whatever a name has in it.
for name in 'a\nb' 'a\rb' 'a\205b' 'a\302\205b' 'a\342\200\250b' 'a\033[2Jb'; do
    LC_ALL=C.UTF-8 run search --db "$(printf "$name")" x
    expect_lines 0
    expect "one line for $name" "$(wc -l <"$folder/err")" -eq 1
    expect "no control character for $name" "$(LC_ALL=C tr -dc '\001-\011\013-\037\177' <"$folder/err" | wc -c)" -eq 0
done

# What is typed as a name is a name in the same charset; one of a file that is no UTF-8 is read as texts of old are.
cp "$folder/list" "$folder/$(printf 'R\374ckrufe.txt')"
printf 'M\344ngel;Nr\nDie Bremse versagt.;7\n' >"$folder/table.csv"
in_locale ISO-8859-1 import --quiet --db "$folder/named.db" "$folder/$(printf 'R\374ckrufe.txt')"
in_locale ISO-8859-1 import --quiet --db "$folder/named.db" --source "$(printf 'M\344ngel')" \
    --map "$(printf 'text=M\344ngel,campaign=Nr')" "$folder/table.csv"
expect_status 0
run export --json --db "$folder/named.db"
expect_out '"name":"Rückrufe.txt"'
expect_out '"name":"Mängel"'
LC_ALL=de_DE.ISO-8859-1 run export --db "$folder/named.db" --format adac --source "$(printf 'R\374ckrufe.txt')"
expect_status 0
expect_out 'Im Händlersystem'

# In Turkish an I is no i; what a file says is the same there.
if localedef -i tr_TR -f UTF-8 "$LOCPATH/tr_TR.UTF-8" 2>/dev/null; [ -d "$LOCPATH/tr_TR.UTF-8" ]; then
    printf '{"campaign":"1","text":"In the affected vehicles, the cooling fan may overheat and melt."}\n' >"$folder/capitals.jsonl"
    for locale in C.UTF-8 tr_TR.UTF-8; do
        LC_ALL=$locale run import --quiet --db "$folder/$locale.db" "$folder/capitals.jsonl"
        LC_ALL=$locale run export --json --db "$folder/$locale.db" 'KATEGORIE:COOLING ID:'
        expect_status 0
        mv "$folder/out" "$folder/$locale"
    done
    expect_same "$folder/C.UTF-8" "$folder/tr_TR.UTF-8"
fi

# Who is restricted chooses no files: not a locale of his own.
LC_ALL=de_DE.ISO-8859-1 run --restricted --db "$folder/small.db" Skoda
expect_status 0
expect_out 'Zuendspule'

finish
