#!/bin/sh
# What goes wrong is said in German too: what, why and the way out, of the program's own words and of the system's.
. "$SRCDIR/tests/command/lib.sh"
db=$folder/recalls.db
"$RUECKRUF" import --quiet --db "$db" "$second"
LC_ALL=de_DE.UTF-8
export LC_ALL
LANGUAGE=
export LANGUAGE

# says TEXT ARGUMENTS…: the whole first line of the messages, behind the program's name
says()
{
    text=$1
    shift
    run "$@"
    expect_error "rueckruf: $text"
    # Nothing English is left over; "is" is also a field.
    if sed 's/, is)//' "$folder/err" | grep -qwE 'is|not|the|there|file|with|for|can|has|no|use|valid'; then
        fail "it is half English"
    fi
}

: >"$folder/empty"
printf '\000\001\002' >"$folder/nul"
printf '\037\213\010\000abc' >"$folder/gzip"
printf 'a;b\n1;2\n3;4\n' >"$folder/table"
printf '{"text": }\n' >"$folder/json"
says "$folder/empty: ist leer (nichts wurde daraus importiert)" import --db "$db" "$folder/empty"
says "$folder/nul: ist kein Text" import --db "$db" "$folder/nul"
says "$folder/gzip: ist gepackt (gzip) (zuerst auspacken, etwa mit gunzip)" import --db "$db" "$folder/gzip"
says "$folder/missing: nicht lesbar: diese Datei gibt es nicht" import --db "$db" "$folder/missing"
says "$folder: ist ein Verzeichnis (die Dateien darin nennen)" import --db "$db" "$folder"
says "nix: ist kein Format, das dieses Programm lesen kann (möglich sind: adac," import --db "$db" --format nix "$first"
says "nix: ist eine unbekannte Zeichenkodierung" import --db "$db" --encoding nix "$first"
RUECKRUF_RESTRICTED=1 says "import: schreibt Dateien, und das verbietet RUECKRUF_RESTRICTED (" import --db "$db" "$first"
says "import: braucht eine Datei (siehe rueckruf --help)" import
says "--nix: diese Option gibt es nicht" search --nix
says "--limit=x: braucht eine ganze Zahl" search --limit=x airbag
says "--sort=nix: kennt „nix“ nicht (möglich sind: date" search --sort=nix airbag
says "--count: passt nicht zu „show“" show --count X
says "$folder/none.db: diese Datei gibt es nicht (zuerst Rückrufdateien importieren)" search --db "$folder/none.db" x
says "$folder/empty: ist leer, keine Datenbank" search --db "$folder/empty" x
says "$folder: ist ein Verzeichnis, keine Datenbank" search --db "$folder" x
says "nix: es gibt kein Feld dieses Namens (möglich sind: kategorie, marke, " search --db "$db" nix:1
says "cat: es gibt keinen Wert „nix“ (möglich sind: Elektrik, Motor, " search --db "$db" cat:nix
says "ist: es gibt keinen Wert „nix“ (möglich sind: gemerkt, neu)" search --db "$db" ist:nix
says "folge: es gibt keinen Wert „nix“ (möglich sind: Brand, Motor_geht_aus, " search --db "$db" folge:nix
# All of them can be typed as they are named.
for name in $(sed 's/.*möglich sind: //; s/)$//; s/,//g' "$folder/err"); do
    run search --count --db "$db" "folge:$name"
    expect_silence
done
says "since: es gibt keinen Wert „x“ (ein Datum schreibt man 2012" search --db "$db" since:x
says "since: dieses Datum gibt es nicht: „2014-02-31“ (Monate gehen von 01 bis 12" search --db "$db" since:2014-02-31
says "NIX-NIX: kein Rückruf hat diese Kennung" show --db "$db" NIX-NIX
says "nix: die Datenbank hat keine Quelle dieses Namens" export --db "$db" --format adac --source nix
head -c 70000 "$db" >"$folder/half.db"
says "$folder/half.db: die Datenbank ist abgeschnitten: 70000 von " check --db "$folder/half.db"

# The system's reasons are the program's own words: its catalogue may not be installed.
says "$folder/empty/sub: ein Teil des Pfads ist kein Verzeichnis" import --db "$folder/empty/sub/x.db" "$first"
if [ -w /dev/full ]; then
    command='--help on a full disk'
    "$RUECKRUF" --help >/dev/full 2>"$folder/err"
    status=$?
    expect_status 2
    expect_error 'rueckruf: Standardausgabe: kein Platz mehr auf dem Datenträger'
fi

# What was rejected, and why.
run import --db "$db" --rejects "$folder/rejects" "$TESTDATA/formats/nhtsa.txt"
expect_status 1
expect_out '3 abgewiesen'
grep -q '^# .*nhtsa\.txt, Zeile 5, Byte [0-9]*: weniger als 22 Felder$' "$folder/rejects" || fail 'the rejects are not in German'

# In a locale that shows fewer letters, and in one that shows none but ASCII.
LC_ALL=de_XX run search --sort=nix airbag
expect_error 'rueckruf: --sort=nix: kennt "nix" nicht (moeglich sind: '

finish
