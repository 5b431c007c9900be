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
    for format in jsonl csv; do
        exchange "$database" "$format"
        dates "$database-$format" >"$folder/dates-$format"
        expect_same "$folder/dates" "$folder/dates-$format"
        ids_of "$folder/$database-$format.db" >"$folder/ids-$format"
        expect_same "$folder/ids" "$folder/ids-$format"
    done
done

finish
