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
make:"alfa romeo" zündspule
kühler a/b i3
make:vw
-make:volkswagen
make:vw OR make:mercedes
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
QUERIES
ids_of "$folder/all.db" | sed -n 's/^/-/; 1,9s/^-//p; 9,12p' >>"$folder/queries"
compare "$folder/all.db" - <"$folder/queries"
finish
