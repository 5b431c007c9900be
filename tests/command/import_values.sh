#!/bin/sh
# What a source writes where a date, a year or a number should be, and what several rows say of one recall: nothing of
# it goes without a word.
. "$SRCDIR/tests/command/lib.sh"
head='campaign;text;date;years;affected;Anzahl Deutschland;started;duration_min;cost;categories;Do Not Drive Advisory'

# stated CAMPAIGN: what the source stated of it
stated()
{
    run search --json --db "$folder/recalls.db" "campaign:$1"
}

# Values that are none are counted, stand with the recall as they are written, and are no reject.
{
    echo "$head"
    echo '1;Die Bremse kann ausfallen.;gestern;abc;viele;ca. 5;bald;lange;billig;Rauch;vielleicht'
    echo '2;Der Airbag löst nicht aus.;2014-02-31;2005 (ab Mai);12;3;2014;20-30;free;airbag;nein'
    echo '3;Die Lenkung kann klemmen.;19010101;9999;;N/A;-;;;;'
} >"$folder/values.csv"
run import --json --db "$folder/recalls.db" "$folder/values.csv"
expect_status 0
expect_out '"read":3,"recalls":3,'
expect_out '"rejected":0,"repaired":0,'
expect_out '"unreadable":11}'
stated 1
expect_out '"unreadable":["date: gestern","affected: viele","affected_germany: ca. 5","do_not_drive: vielleicht","years: abc"]'
expect_out '"started":"bald","duration_min":"lange","cost":"billig","categories":["Rauch"]'
stated 2
expect_out '"unreadable":["date: 2014-02-31","years: 2005 (ab Mai)"]'
expect_out '"years":[2005,2005]'
stated 3
expect_not_out unreadable
id=$("$RUECKRUF" search --db "$folder/recalls.db" campaign:1 | cut -c1-10)
run show --db "$folder/recalls.db" "$id"
expect_out 'Unclear    started: bald; duration_min: lange; cost: billig; categories:'
expect_out 'do_not_drive: vielleicht; years: abc'
run import --db "$folder/text.db" "$folder/values.csv"
expect_out '3 new, 11 unreadable values (kept as written) (csv, UTF-8)'
LC_ALL=de_DE.UTF-8 LANGUAGE=de run import --db "$folder/german.db" "$folder/values.csv"
expect_out '11 unlesbare Werte (im Wortlaut behalten)'

# Likewise in JSON, wherever they stand.
{
    printf '{"campaign":"1","text":"Die Bremse kann ausfallen.","date":"gestern","years":["abc",2009],'
    printf '"affected":{"world":"viele"},"duration_min":["lange",30],"vehicles":[{"make":"BMW","years":[2005,"bald"]}]}\n'
    printf '{"campaign":"2","text":"Der Airbag löst nicht aus.","vehicles":"alle"}\n'
    printf '{"campaign":"3","text":"Die Lenkung kann klemmen.","vehicles":["BMW X5",{"make":"VW"}],"years":[2001,2002,2003],'
    printf '"affected":{"france":7,"germany":5},"models":["Golf",["Polo"]]}\n'
} >"$folder/values.jsonl"
run import --json --db "$folder/json.db" "$folder/values.jsonl"
expect_out '"unreadable":10}'
run search --json --db "$folder/json.db" campaign:1
expect_out '"unreadable":["duration_min: lange","years: bald","date: gestern","affected: viele","year_from: abc"]'
run search --json --db "$folder/json.db" campaign:2
expect_out '"unreadable":["vehicles: alle"]'
run search --json --db "$folder/json.db" campaign:3
expect_out '"unreadable":["vehicles: BMW X5","years: 2003","affected: 7","models: [\"Polo\"]"]'
expect_out '"affected":{"world":null,"germany":5}'

# Years of a car may stand without brackets.
printf '{"text":"Die Bremse kann ausfallen.","vehicles":[%s,%s,%s,%s]}\n' '{"make":"BMW","model":"X5","years":2005}' \
    '{"make":"VW","model":"Golf","years":"2006-2008"}' '{"make":"VW","model":"Polo","years":"bald"}' \
    '{"make":"VW","model":"Up","years":null}' >"$folder/cars.jsonl"
run import --json --db "$folder/cars.db" "$folder/cars.jsonl"
expect_out '"unreadable":1}'
run search --json --db "$folder/cars.db" ''
expect_out '{"make":"BMW","model":"X5","years":[2005,2005]},{"make":"VW","model":"Golf","years":[2006,2008]}'
expect_out '"unreadable":["years: bald"]'
expect_out '{"make":"VW","model":"Up"}'

# What export writes of the source is an object: anything else, as what a spreadsheet cuts off, is none.
{
    printf '{"campaign":"1","text":"Die Bremse kann ausfallen.","stated":[5]}\n'
    printf '{"campaign":"2","text":"Der Airbag löst nicht aus.","stated":{"make":"BMW"}}\n'
} >"$folder/stated.jsonl"
printf 'campaign;text;make;stated\n3;Die Lenkung kann klemmen.;VW;"{""make"":""V"\n' >"$folder/stated.csv"
run import --json --db "$folder/stated.db" "$folder/stated.jsonl" "$folder/stated.csv"
expect_out '"unreadable":2}'
run search --json --db "$folder/stated.db" campaign:1
expect_out '"unreadable":["stated: [5]"]'
run search --json --db "$folder/stated.db" campaign:3
expect_out '"make":"VW"'
expect_out '"unreadable":["stated: {\"make\":\"V"]'

# Of what a recall has one, another one is kept as it is written.
{
    printf 'campaign;text;Marke;Marke;Datum;Datum;Beh\303\266rde\n1;Die Bremse versagt.;BMW;VW;2014;2015;x\n'
    printf '2;Die Lenkung klemmt.;BMW;BMW;;2014;x\n'
} >"$folder/twice.csv"
printf '{"campaign":"3","text":"Der Motor brennt.","make":["BMW","VW"],"authority":"x"}\n' >"$folder/twice.jsonl"
run import --json --db "$folder/twice.db" "$folder/twice.csv"
expect_out '"unreadable":2}'
run import --json --db "$folder/twice.db" "$folder/twice.jsonl"
expect_out '"unreadable":1}'
run search --json --db "$folder/twice.db" campaign:1
expect_out '"make":"BMW"'
expect_out '"unreadable":["make: VW","date: 2015"]'
run search --json --db "$folder/twice.db" campaign:2
expect_not_out unreadable
run search --json --db "$folder/twice.db" campaign:3
expect_out '"unreadable":["make: VW"]'
# The company is the make where no make is named.
printf 'campaign;Hersteller;Text;Marke\n4;Muster AG;Der Reifen platzt.;VW\n5;Opel;Die Achse bricht.;\n' >"$folder/company.csv"
run import --json --db "$folder/twice.db" "$folder/company.csv"
expect_not_out unreadable
run search --json --db "$folder/twice.db" campaign:4
expect_out '"make":"VW"'
run search --json --db "$folder/twice.db" campaign:5
expect_out '"make":"Opel"'

# Out and in again they are the same, counted as before.
for format in jsonl csv; do
    run export --db "$folder/recalls.db" --format "$format"
    cp "$folder/out" "$folder/again.$format"
    run import --json --db "$folder/again-$format.db" "$folder/again.$format"
    expect_out '"unreadable":11}'
    for name in recalls "again-$format"; do
        "$RUECKRUF" export --json --db "$folder/$name.db" | sed 's/,"sources":\[[^]]*\]//' | sort >"$folder/$name"
    done
    expect_same "$folder/recalls" "$folder/again-$format"
done

# Of several texts under one number the longest stays, and the recall is counted, once. White space is no difference.
{
    echo 'campaign;text;make'
    echo '1;Airbag.;BMW'
    echo '1;Der Airbag löst nicht aus.;Opel'
    echo '1;Der Airbag löst nicht aus;Ford'
    echo '2;Die Bremse kann ausfallen.;VW'
    echo '2;Die  Bremse kann ausfallen.;Audi'
} >"$folder/texts.csv"
run import --json --db "$folder/texts.db" "$folder/texts.csv"
expect_status 0
expect_out '"read":5,"recalls":2,'
expect_out '"disagreeing":1}'
run search --json --db "$folder/texts.db" campaign:1
expect_out '"text":"Der Airbag löst nicht aus."'
run import --db "$folder/texts-2.db" "$folder/texts.csv"
expect_out '2 new, 1 recall of several texts (the longest kept) (csv, UTF-8)'

# A newer file with the same rows in another order has the same recalls: nothing of them depends on which row is the first.
{
    echo 'campaign;text;make;model;date;headline;parts;codes;started;categories;hazards'
    echo '1;Die Bremse versagt.;Opel;Astra;2014-05-02;Bremse B;12345678;C2;2014;brakes;'
    echo '1;Die Bremse versagt.;BMW;X5;2014-05-01;Bremse A;01234567;C1;2013;other;'
    echo '1;Die Bremse versagt.;VW;Golf;2014-05;Bremse C;;;2015;;'
    echo '2;Die Lenkung klemmt.;BMW;i3;;;99999999,11111111;;;;"injury,fire"'
} >"$folder/rows.csv"
run import --json --db "$folder/rows.db" "$folder/rows.csv"
expect_out '"new":2,'
"$RUECKRUF" export --json --db "$folder/rows.db" | sed 's/,"sources":.*//' >"$folder/rows"
{ sed 1q "$folder/rows.csv" && sed '1d' "$folder/rows.csv" | sed -n '1!G;h;$p'; } >"$folder/turned"
mv "$folder/turned" "$folder/rows.csv"
run import --json --db "$folder/rows.db" "$folder/rows.csv"
expect_out '"new":0,"changed":0,"unchanged":2,'
"$RUECKRUF" export --json --db "$folder/rows.db" | sed 's/,"sources":.*//' >"$folder/turned"
expect_same "$folder/rows" "$folder/turned"
run search --json --db "$folder/rows.db" campaign:2
expect_out '"parts":["11111111","99999999"],'
expect_out '"hazards":["injury","fire"],'
run search --json --db "$folder/rows.db" campaign:1
expect_out '"position":3'
expect_out '"started":"2013"'

# Two files in one import disagree as well, and one with what another one has brought before.
{
    echo 'campaign;text;make'
    echo '2;Die Bremse kann bei Nässe ausfallen.;Seat'
    echo '4;Der Motor kann ausgehen.;FIAT'
} >"$folder/more.csv"
run import --json --db "$folder/both.db" "$folder/texts.csv" "$folder/more.csv"
expect_out '"disagreeing":2}'
run import --json --db "$folder/texts.db" "$folder/more.csv"
expect_out '"disagreeing":1}'
run search --json --db "$folder/texts.db" campaign:2
expect_out '"text":"Die Bremse kann bei Nässe ausfallen."'
# What a newer file of the same source says differently is a change.
sed 's/Motor kann/Motor kann im Leerlauf/' "$folder/more.csv" >"$folder/kept"
cp "$folder/kept" "$folder/more.csv"
run import --json --db "$folder/alone.db" "$folder/more.csv"
expect_not_out disagreeing

# Columns whose names say nothing are named; --map gives them a meaning. Those that are known to be of no use are not.
{
    echo 'campaign;text;Farbe;Lackcode;make'
    echo '1;Die Bremse kann ausfallen.;rot;R1;BMW'
} >"$folder/columns.csv"
run import --db "$folder/columns.db" "$folder/columns.csv"
expect_status 0
expect_out "$folder/columns.csv: nothing was read from Farbe, Lackcode"
run import --db "$folder/columns.db" --map codes=Lackcode "$folder/columns.csv"
expect_out 'nothing was read from Farbe'
expect_not_out Lackcode
run import --json --db "$folder/columns.db" "$folder/columns.csv"
expect_lines 1
expect_silence
run import --quiet --db "$folder/columns.db" "$folder/columns.csv"
expect_lines 0
run export --format csv --db "$folder/columns.db"
cp "$folder/out" "$folder/again.csv"
printf '{"text":"Die Bremse kann ausfallen.","Farbe":1}\n{"id":"X","text":"Der Motor geht aus.","Farbe":2,"Lack":[3]}\n' >"$folder/keys.jsonl"
run import --db "$folder/keys.db" "$folder/keys.jsonl"
expect_out "$folder/keys.jsonl: nothing was read from Farbe, Lack"
for file in "$folder/again.csv" "$SRCDIR/tests/data/formats/kba.csv" "$SRCDIR/tests/data/formats/vrdb.csv" \
    "$SRCDIR/tests/data/formats/exported.jsonl" "$SRCDIR/tests/data/formats/nhtsa-api.json"; do
    run import --db "$folder/known.db" --rejects /dev/null "$file"
    expect_not_out 'nothing was read'
done

# One object over several lines, as other programs print it.
printf '{\n  "campaign": "7",\n  "text": "Die Bremse\\nkann ausfallen."\n}\n' >"$folder/printed.json"
run import --json --db "$folder/printed.db" "$folder/printed.json"
expect_status 0
expect_out '"recalls":1,'
expect_out '"rejected":0,'

finish
