#!/bin/sh
# The index and the scan of all texts find the same: on what is built in, and on every format's fixtures together.
. "$SRCDIR/tests/command/lib.sh"

agree=${RUECKRUF%/*}/tests/core/agree
RUECKRUF_RULES=$SRCDIR/data/rules
export RUECKRUF_RULES

# Runs the comparison; its output is kept for the expectations.
compare()
{
    command="agree $*"
    "$agree" "$@" >"$folder/out" 2>"$folder/err"
    status=$?
    expect_status 0
    expect_out " 0 differences"
}

compare "${RUECKRUF%/*}/data/recalls.db" 1000

for file in "$TESTDATA"/formats/*; do
    run import --quiet --db "$folder/all.db" --rejects "$folder/rejects" "$file"
done
compare "$folder/all.db" 500 7
cat >"$folder/many.jsonl" <<'NAMES'
{"text":"Die Bremse versagt.","make":"VW","models":["Golf"]}
{"text":"Der Motor geht aus. Betroffen sind Fahrzeuge in den USA.","make":"VOLKSWAGEN","models":["Käfer"]}
{"text":"Teil 12.13.7.638.477 in 1.971.675 Fahrzeugen, 40,915 cars, seit 14.11.2011 12, Motor 3.0 2.0 16V, 5, 6,7 8.","campaign":"7"}
{"text":"Die Lenkung (vorn) klemmt; sie klemmt.","campaign":"14078R"}
{"text":"Die Lenkung bricht.","campaign":"R/2015/001"}
{"text":"Das Kabel 19V188000 brennt.","campaign":"19V188000"}
{"text":"Die Lenkung klemmt. Betroffen sind Fahrzeuge in Österreich.","make":"Mercedes-Benz","models":["Vito"]}
NAMES
run import --quiet --db "$folder/all.db" "$folder/many.jsonl"
cat >"$folder/queries" <<'QUERIES'
airbag OR "steuer gerät" -öl
012223
0122
007
12137638477
1.971.675
40915
201112
3016
14.11.2011
678
"unter dem" 12 13 7 638 477
"motor geht aus, betroffen sind"
"die bremse versagt vw golf"
"vw golf"
"mercedes benz vito"
„lenkung klemmt betroffen“ OR "12 13 7 638"
"e v" OR a/b OR usa.
014078R
0C1
make:"alfa romeo" zündspule
kühler a/b i3
make:vw
-make:volkswagen
make:vw OR make:mercedes
make:=vw
-make:="Mercedes Benz"
model:=käfer
model:"=vi"
source:=many.jsonl OR market:=usa
source:=many
make:mercedes vito
make:mercedesbenz
model:kaefer
market:oesterreich
market:"united states"
market:germany OR market:us
campaign:0099990100
campaign:99990100
campaign:"0099990200 (Erweiterung 2014)"
campaign:C1
-campaign:m1
campaign:C
campaign:19-V-188
campaign:14078
campaign:R2015001
R2015001
R-2015-001
-R-2015-001
r-2015-0
19-V-188-000 OR 14078r
kabel 19v-188-0
QUERIES
ids_of "$folder/all.db" | sed -n 's/^/-/; 1,9s/^-//p; 9,12p' >>"$folder/queries"
compare "$folder/all.db" - <"$folder/queries"

# Few words in every order, so that phrases stand in pieces where they don't stand as a whole; and many rare words.
few_words="tür tur tuer baum kabelbaum kabel-baum die"
random_words='
    function row(count, words,    k, text) {
        for (k = 0; k < count; k++)
            text = text (k ? rand() < marks ? ", " : " " : "") word[int(rand() * words) + 1]
        return text
    }
    function rare(    k, text) {
        for (k = 1 + int(rand() * 3); k > 0; k--)
            text = text substr("abehouste", 1 + int(rand() * 9), 1)
        return text
    }
    BEGIN { srand(3); words = split(list, word, " ") }'
awk -v list="$few_words" -v marks=0.15 "$random_words"'
    BEGIN {
        for (i = 0; i < 1400; i++)
            printf "{\"text\":\"%s die %s auch tür für %s\",\"campaign\":\"%d\"}\n", row(9, words), rare(), rare(), i
    }' >"$folder/row.jsonl"
awk -v list="$few_words" "$random_words"'
    BEGIN {
        for (i = 0; i < 60; i++)
            printf "\"%s\"\n", row(2 + int(rand() * 4), words)
        for (i = 0; i < 20; i++)
            printf "\"%s auch tür\"\n\"baum die %s\"\n\"fur %s\"\n", rare(), rare(), rare()
    }' >"$folder/queries"
run import --quiet --db "$folder/row.db" "$folder/row.jsonl"
compare "$folder/row.db" - <"$folder/queries"
finish
