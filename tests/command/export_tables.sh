#!/bin/sh
# The authorities' own tables written again: what comes out of one is the same recalls, ids and facts.
. "$SRCDIR/tests/command/lib.sh"
formats=$SRCDIR/tests/data/formats

# objects DATABASE: its recalls as JSON, but for where they came from
objects()
{
    "$RUECKRUF" export --json --db "$folder/$1.db" | sed 's/,"sources":\[[^]]*\]//' | sort
}

# round NAME FORMAT FILE…: the files, exported as FORMAT and imported again, are what they were
round()
{
    name=$1
    format=$2
    shift 2
    run import --quiet --db "$folder/$name.db" --rejects /dev/null "$@"
    run export --db "$folder/$name.db" --format "$format"
    expect_status 0
    expect_silence
    cp "$folder/out" "$folder/$name.$format"
    run import --json --db "$folder/$name-again.db" "$folder/$name.$format"
    expect_status 0
    expect_out "\"format\":\"$format\""
    expect_not_out disagreeing
    objects "$name" >"$folder/objects"
    objects "$name-again" >"$folder/objects-again"
    expect "there are recalls" -s "$folder/objects"
    expect_same "$folder/objects" "$folder/objects-again"
}

# What is unreadable has no column; without it all comes back. All columns are there, by their names.
sed '/^9005;/d' "$formats/kba.csv" >"$folder/kba.csv"
sed 's/11111111/20240131/; s/00220101/19000101/' "$formats/nhtsa.txt" >"$folder/nhtsa.txt"
round kba kba "$folder/kba.csv"
head -n 1 "$folder/kba.kba" | tr -d '\r' >"$folder/kept"
head -n 1 "$formats/kba.csv" | tr -d '\r' >"$folder/wanted"
expect_same "$folder/kept" "$folder/wanted"
round dvsa dvsa "$formats/dvsa.csv"
round vrdb vrdb "$formats/vrdb.csv"
round nhtsa nhtsa "$folder/nhtsa.txt"
expect "29 fields" "$(head -n 1 "$folder/nhtsa.nhtsa" | tr -cd '\t' | wc -c)" -eq 28

if [ -r "${REAL_DATA:-}/kba.csv" ]; then
    round real-kba kba "$REAL_DATA/kba.csv"
    round real-dvsa dvsa "$REAL_DATA/dvsa.csv"
    round real-vrdb vrdb "$REAL_DATA/vrdb.csv"
    round real-nhtsa nhtsa "$REAL_DATA/nhtsa-flat.txt" "$REAL_DATA/nhtsa-flat-old.txt"
fi

# Whatever stands in the cells: several makes, years with gaps, several codes, quotes, lines, dates without a day.
{
    printf '{"authority":"kba","campaign":"7","text":"Titel mit; \\"Zeichen\\" genug.\\n\\nZeile\\nund Zeile.","headline":"Titel mit; \\"Zeichen\\" genug",'
    printf '"vehicles":[{"make":"VW","model":"Golf","years":[2005,2006]},{"make":"VW","model":"Golf","years":[2009,2009]},'
    printf '{"make":"Audi","model":"A4 (B8, B9)","years":[2005,2006]},{"make":"Audi","model":"A6","years":[2005,2006]},{"make":"Seat"}],'
    printf '"make":"VW","date":"2014-05","affected":{"world":1200,"germany":7},"codes":["A, 1 (2, 3)","B"],"phones":["0800 1","0800 2, 3"],'
    printf '"urls":["https://e.org/a;b","https://e.org/c"]}\n'
} | sed 's/"A, 1 (2, 3)"/"A 1 (2, 3)"/' >"$folder/odd.jsonl"
round odd kba "$folder/odd.jsonl"
{
    printf '{"authority":"nhtsa","campaign":"17V000001","text":"One.\\n\\nTwo.\\n\\nThree.\\n\\nFour \\"five\\".","do_not_drive":"yes",'
    printf '"vehicles":[{"make":"HONDA","model":"FIT","years":[2005,2008]},{"make":"ACURA","model":"TL","years":[2001,2001]}],'
    printf '"make":"HONDA","date":"2017-02-03","codes":["K1","K2"]}\n'
} >"$folder/odd-2.jsonl"
round odd-2 nhtsa "$folder/odd-2.jsonl"
expect_out '"read":5,'
{
    printf '{"authority":"dvsa","campaign":"R/1","text":"FIRE\\n\\nIt burns.","headline":"FIRE","years":[2001,2002],'
    printf '"vehicle_numbers":["A1 – A9","Built – or not – in May","B – -","rest"],"date":"2017"}\n'
} >"$folder/odd-3.jsonl"
round odd-3 dvsa "$folder/odd-3.jsonl"

# What is not of the authority, or does not fit, is left out, and said; so is what has no column.
run import --quiet --db "$folder/all.db" "$folder/kba.kba" "$folder/vrdb.vrdb" "$first"
run export --db "$folder/all.db" --format vrdb
expect_status 0
expect_error 'rueckruf: vrdb: 10 recalls are left out'
run import --json --db "$folder/all-again.db" "$folder/vrdb.vrdb"
expect_out '"recalls":2,'
run export --db "$folder/all.db" --format dvsa
expect_status 1
expect_error '12 recalls are left out'
{
    printf '{"authority":"nhtsa","campaign":"17V000001","text":"One\\nline."}\n'
    printf '{"authority":"nhtsa","campaign":"17V000002","text":"1\\n\\n2\\n\\n3\\n\\n4\\n\\n5"}\n'
    printf '{"authority":"nhtsa","campaign":"17V000003","text":"Fits.","cost":"free"}\n'
    printf '{"authority":"nhtsa","campaign":"17V000004","text":"Fits.","make":"A\\tB"}\n'
    printf '{"authority":"kba","campaign":"17V","text":"Fits."}\n'
    printf '{"authority":"kba","campaign":"17","text":"Fits.","models":["A, B"]}\n'
    printf '{"authority":"kba","campaign":"18","text":"Fits.","date":"2008-01-01","codes":["A,B"]}\n'
} >"$folder/unfit.jsonl"
run import --quiet --db "$folder/unfit.db" "$folder/unfit.jsonl"
run export --db "$folder/unfit.db" --format nhtsa
expect_status 0
expect_lines 1
expect_out '17V000003'
expect_error '6 recalls are left out'
expect_error '1 recall has facts for which such a table has no column'
run export --db "$folder/unfit.db" --format kba
expect_lines 2
expect_out '18;;;'
expect_error '6 recalls are left out'
expect_error '1 recall has facts'

# A format that is none is said with those that are.
run export --db "$folder/all.db" --format xml
expect_status 2
expect_error 'adac, kba, nhtsa, dvsa, vrdb, csv, jsonl'
run export --db "$folder/all.db" --format auto
expect_status 0
expect_out '{"id":'

finish
