#!/bin/sh
# Out of one database and into another: nothing that a source said is lost on the way, in either format.
. "$SRCDIR/tests/command/lib.sh"
formats=$SRCDIR/tests/data/formats

# fill NAME FILE…: a database with the files in it
fill()
{
    database=$folder/$1.db
    shift
    run import --quiet --db "$database" --rejects /dev/null "$@"
}

# exchange NAME FORMAT: exports NAME.db and imports that into NAME-FORMAT.db
exchange()
{
    run export --db "$folder/$1.db" --format "$2"
    expect_status 0
    cp "$folder/out" "$folder/$1.$2"
    run import --quiet --db "$folder/$1-$2.db" --rejects /dev/null "$folder/$1.$2"
    expect_status 0
}

# dates DATABASE: how many recalls each of some years has
dates()
{
    for year in 1990 2000 2010 2015 2020 2024; do "$RUECKRUF" search --count --db "$folder/$1.db" "since:$year"; done
}

# objects DATABASE: its recalls as JSON, but for where they came from
objects()
{
    "$RUECKRUF" export --json --db "$folder/$1.db" | sed 's/,"sources":\[[^]]*\]//' | sort
}

fill made "$formats/kba.csv" "$formats/nhtsa.txt" "$formats/dvsa.csv" "$formats/vrdb.csv" "$formats/table-de.csv" \
    "$formats/recalls.jsonl"
fill seeds "$first" "$second" "$third"
databases="made seeds"
if [ -r "${REAL_DATA:-}/kba.csv" ]; then
    fill real "$REAL_DATA/kba.csv" "$REAL_DATA/dvsa.csv" "$REAL_DATA/vrdb.csv" "$REAL_DATA/nhtsa-flat.txt" \
        "$REAL_DATA/nhtsa-flat-old.txt" "$REAL_DATA/nhtsa-api-1.json" "$REAL_DATA/nhtsa-api-2.json"
    databases="$databases real"
fi

# The id is made of the authority and its number, or of the text: it is the same again. The date that a recall is listed under is everywhere, be it its start or what its source dates it.
run search --db "$folder/made.db" campaign:14078R
expect_out '  2024-03  '
run search --json --db "$folder/made.db" campaign:14078R
expect_out '"date":"2024-03-05","started":null'
id=$("$RUECKRUF" search --db "$folder/made.db" campaign:14078R | cut -c1-10)
run show --db "$folder/made.db" "$id"
expect_out 'Date       5 Mar 2024 (KBA)'
LC_ALL=de_DE.UTF-8 run show --db "$folder/made.db" "$id"
expect_out 'Datum      5. März 2024 (KBA)'
run proof --db "$folder/made.db" campaign:14078R
expect_out "$id · 14078R · 2024-03-05"
run proof --json --db "$folder/made.db" campaign:14078R
expect_out '"date":"2024-03-05","started":null'
run search --json --db "$folder/seeds.db" zündspule
expect_out '"date":"2012-04","started":"2012-04"'
run show --db "$folder/seeds.db" DMSS-SX603
expect_not_out 'Date '
run search --json --db "$folder/made.db" campaign:99V002000
expect_out '"date":null,"started":null'
for database in $databases; do
    dates "$database" >"$folder/dates"
    ids_of "$folder/$database.db" >"$folder/ids"
    objects "$database" >"$folder/objects"
    for format in jsonl csv; do
        exchange "$database" "$format"
        dates "$database-$format" >"$folder/dates-$format"
        expect_same "$folder/dates" "$folder/dates-$format"
        ids_of "$folder/$database-$format.db" >"$folder/ids-$format"
        expect_same "$folder/ids" "$folder/ids-$format"
        objects "$database-$format" >"$folder/objects-$format"
        expect_same "$folder/objects" "$folder/objects-$format"
        run check --db "$folder/$database-$format.db"
        expect_status 0
    done
done

# The maker's own code and the ranges of vehicle numbers find the recall, and stand beside it.
found()
{
    run search --db "$folder/made.db" "$2"
    expect_status 0
    expect_lines 1
    expect_out "$("$RUECKRUF" search --db "$folder/made.db" "campaign:$1" | cut -c1-10)"
}
found 14078R 0099990200
found 14078R '"Erweiterung 2014"'
found R/2006/001 WXX000000000
found R/2006/001 'RJ031 0000301'
found 14078R campaign:0099990200
found 14078R 'campaign:"0099990200 (Erweiterung 2014)"'
found R/2006/001 campaign:c1
id=$("$RUECKRUF" search --db "$folder/made.db" campaign:14078R | cut -c1-10)
run show --db "$folder/made.db" "$id"
expect_out 'Code       0099990100 (2013), 0099990200 (Erweiterung 2014)'
run show --db "$folder/made.db" --width 80 "$("$RUECKRUF" search --db "$folder/made.db" R/2006/001 | cut -c1-10)"
expect_out 'Code       C1'
expect_out 'VIN        Built out of sequence. – RJ031-0000301 to ... (UK Spec);'
expect_out '           WXX00000000000001 – WXX00000000000009'
run search --json --db "$folder/made.db" campaign:R/2006/001
expect_out '"codes":["C1"],"vehicle_numbers":["Built out of sequence. – RJ031-0000301 to ... (UK Spec)","WXX00000000000001 –'
run export --format csv --db "$folder/made.db" campaign:R/2006/001
expect_out ',"C1","Built out of sequence. –'

# What a foreign file states under the contract's keys, or in columns of their names, holds; the text adds to it.
stated='"campaign":"7","text":"Die Bremse kann ausfallen. Die Teilenummer ist 34 11 6 789 123. Die Aktion ist kostenlos."'
stated=$stated',"headline":"Bremse","make":"MUSTER","models":["A","B, C"],"years":[2001,2003],"date":"2021-02-03"'
stated=$stated',"started":"2020-04","ended":"2021","duration_min":[20,30],"cost":"paid","markets":["USA"]'
stated=$stated',"parts":["12137638477","34 11 6789123"],"categories":["airbag","steering"],"hazards":["fire"],"remedies":["online"]'
stated=$stated',"phones":["0800 1","0800 2"],"urls":["https://example.org/a","https://example.org/b"]'
stated=$stated',"affected":{"world":7,"germany":3},"conditions":["nur rote"],"completion":["Punkt am Schloss"],"codes":["Q1"]'
printf '{"id":"X",%s,"sources":[{"name":"a","position":3}]}\n' "$stated" >"$folder/foreign.jsonl"
{
    printf 'campaign;text;headline;make;models;years;date;started;ended;duration_min;cost;markets;parts;categories;'
    printf 'hazards;remedies;phones;urls;affected_world;affected_germany;conditions;completion;Rückrufcode\n'
    printf '7;"Die Bremse kann ausfallen. Die Teilenummer ist 34 11 6 789 123. Die Aktion ist kostenlos.";Bremse;MUSTER;'
    printf '"A, B, C";2001-2003;03.02.2021;04/2020;2021;20-30;kostenpflichtig;USA;"12137638477, 34 11 6789123";"Airbag; Lenkung";'
    printf 'Brand;online;"0800 1; 0800 2";https://example.org/a https://example.org/b;7;3;nur rote;Punkt am Schloss;Q1\n'
} | sed 's,04/2020,2020-04,' >"$folder/foreign.csv"
for format in jsonl csv; do
    run import --db "$folder/foreign-$format.db" --source foreign "$folder/foreign.$format"
    expect_status 0
    run search --json --db "$folder/foreign-$format.db" part:12137638477
    expect_lines 1
    expect_out '"headline":"Bremse"'
    expect_out '"categories":["airbag","steering","brakes"]'
    expect_out '"markets":["USA"],"markets_excluded":[]'
    expect_out '"years":[2001,2003],"date":"2020-04","started":"2020-04","ended":"2021","duration_min":[20,30],"cost":"paid"'
    expect_out '"hazards":["fire","brake_loss"'
    expect_out '"remedies":["online"],"parts":["12137638477","34 11 6789123"],"phones":["0800 1","0800 2"]'
    expect_out '"urls":["https://example.org/a","https://example.org/b"],"affected":{"world":7,"germany":3}'
    expect_out '"conditions":["nur rote"],"completion":["Punkt am Schloss"],"completion_of_list":[]'
    expect_out '"stated":{"headline":"Bremse","date":"2021-02-03","make":"MUSTER","vehicles":[{"make":"MUSTER"'
    expect_out '"codes":["Q1"]'
    exchange "foreign-$format" jsonl
    exchange "foreign-$format" csv
    objects "foreign-$format" >"$folder/objects"
    for again in jsonl csv; do
        objects "foreign-$format-$again" >"$folder/objects-$again"
        expect_same "$folder/objects" "$folder/objects-$again"
    done
done

# Blanks around the labels of components make no others of them.
awk -F '\t' -v OFS='\t' '{ $7 = "UNKNOWN OR OTHER ; " $7; print }' "$formats/nhtsa.txt" >"$folder/blanks.txt"
fill blanks "$folder/blanks.txt"
run export --json --db "$folder/blanks.db"
expect_out 'OTHER"'
exchange blanks jsonl
objects blanks >"$folder/objects"
objects blanks-jsonl >"$folder/objects-jsonl"
expect_same "$folder/objects" "$folder/objects-jsonl"

# What an export can't do it says, instead of doing something else.
run export --db "$folder/seeds.db" --format adac --source "$(basename "$first")" pumpe
expect_status 2
expect_error 'a whole list'
run export --db "$folder/seeds.db" --source "$(basename "$first")"
expect_status 2
expect_error '--format adac'
run export --db "$folder/seeds.db" --format auto
expect_status 0
expect_same "$folder/out" "$folder/seeds.jsonl"

# Whatever stands in the values, they come back as they were.
{
    printf '{"text":"Eins \\" \\t; , \\u001e \\r\\n zwei","make":"A\\u001eB","models":["\\",\\";","N\\u001e"],"cost":"?","ended":"bald",'
    printf '"parts":["; ,","a\\nb"],"hazards":["Rauch","Brand"],"urls":["https://e.org/a;b c"],"conditions":["a\\r\\nb"]}\n'
} >"$folder/odd.jsonl"
fill odd "$folder/odd.jsonl"
expect_status 0
run search --json --db "$folder/odd.db" ''
expect_out '"make":"A\u001eB","models":["\",\";","N\u001e"]'
expect_out '"hazards":["fire"]'
expect_out '"ended":"bald","cost":"?","hazards":["Rauch","fire"],"parts":["; ,","a\nb"]'
exchange odd jsonl
exchange odd csv
objects odd >"$folder/objects"
for again in jsonl csv; do
    objects "odd-$again" >"$folder/objects-$again"
    expect_same "$folder/objects" "$folder/objects-$again"
done

# Without what its source stated, an exported recall says everything itself.
sed 's/,"stated":.*/}/; s/"cost":null/"cost":"paid"/' "$folder/made.jsonl" >"$folder/bare.jsonl"
run import --quiet --db "$folder/bare.db" "$folder/bare.jsonl"
run search --json --db "$folder/bare.db" campaign:14078R
expect_out '"cost":"paid","hazards":["fire"'
expect_out '"stated":{"headline"'

# Other rules read the text anew, and leave alone what was stated.
mkdir -p "$folder/config/rueckruf/rules"
echo 'category chassis 99 de: bremse' >"$folder/config/rueckruf/rules/own.rules"
printf '{"campaign":"8","text":"Noch ein Text ohne Zahl."}\n' >"$folder/more.jsonl"
XDG_CONFIG_HOME=$folder/config
export XDG_CONFIG_HOME
run import --quiet --db "$folder/foreign-jsonl.db" "$folder/more.jsonl"
expect_status 0
run search --json --db "$folder/foreign-jsonl.db" campaign:7
expect_out '"categories":["airbag","steering","chassis"'
expect_out '"cost":"paid","hazards":["fire"'
expect_out '"remedies":["online"],"parts":["12137638477","34 11 6789123"],"phones"'
run import --quiet --db "$folder/anew.db" "$folder/foreign-jsonl.jsonl"
run search --json --db "$folder/anew.db" campaign:7
expect_out '"categories":["airbag","steering","chassis"'

finish
