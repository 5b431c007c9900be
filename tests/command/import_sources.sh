#!/bin/sh
# One campaign in several sources: all of their cars and facts are its own, in whatever order and however often they
# are imported.
. "$SRCDIR/tests/command/lib.sh"
head='campaign;text;make;models;years;date;affected;parts;categories;cost;component'
{
    echo "$head"
    echo '1;Der Beifahrer-Airbag kann beim Auslösen platzen.;HONDA;FIT;2009;2016-05;100;4711, 0815;airbag, restraint;free;"SUSPENSION; AIR BAGS"'
    echo '1;Der Beifahrer-Airbag kann beim Auslösen platzen.;ACURA;MDX;2005-2006;2016-05;100;4711;airbag;free;AIR BAGS'
    echo '2;Die Bremse kann ausfallen.;BMW;430I;2018;;;;;;'
} >"$folder/one.csv"
{
    echo "$head"
    echo '1;Der Beifahrer-Airbag kann platzen.;HONDA;ODYSSEY;2010;2016;90;1234;body;paid;STEERING'
    echo '1;Der Beifahrer-Airbag kann platzen.;ACURA;MDX;2007;2016-05-20;90;;;;'
} >"$folder/two.csv"
{
    echo "$head"
    echo '1;Der Beifahrer-Airbag kann platzen!;HONDA;CR-V;2001;2017-01-01;300;0815;;;AIR BAGS'
    echo '3;Die Lenkung kann klemmen.;VW;Golf;2012;;;;;;'
} >"$folder/three.csv"

# What a database says, but for the list of sources, which is in the order of their coming.
content_of()
{
    "$RUECKRUF" export --json --db "$1" | sed 's/"sources":\[[^]]*\]//' | sort
}

run import --db "$folder/whole.db" "$folder/one.csv" "$folder/two.csv" "$folder/three.csv"
expect_status 0
content_of "$folder/whole.db" >"$folder/whole"
for model in FIT MDX ODYSSEY CR-V; do
    run search --count --db "$folder/whole.db" "campaign:1 model:$model"
    expect_out 1
done
run export --json --db "$folder/whole.db" campaign:1
expect_out '"component":"AIR BAGS; STEERING; SUSPENSION"'

for order in 'one two three' 'one three two' 'two one three' 'two three one' 'three one two' 'three two one' \
    'two three two one two'; do
    rm -f "$folder/parts.db"
    for name in $order; do run import --db "$folder/parts.db" "$folder/$name.csv"; done
    command="import, in the order $order"
    content_of "$folder/parts.db" >"$folder/parts"
    expect_same "$folder/parts" "$folder/whole"
    # Again, and nothing changes.
    for name in $order; do
        run import --json --db "$folder/parts.db" "$folder/$name.csv"
        expect_out '"new":0,"changed":0,'
        expect_out '"unlisted":0,'
    done
done

# A source alone says what it says: what it takes back is gone.
run import --db "$folder/alone.db" "$folder/one.csv"
grep -v FIT "$folder/one.csv" >"$folder/kept"
cp "$folder/one.csv" "$folder/one.before"
cp "$folder/kept" "$folder/one.csv"
run import --json --db "$folder/alone.db" "$folder/one.csv"
expect_out '"changed":1,'
run search --count --db "$folder/alone.db" 'model:FIT'
expect_out 0

# A source that no longer lists the campaign keeps nothing of it either.
run import --db "$folder/left.db" "$folder/one.csv" "$folder/two.csv"
grep -v '^1;' "$folder/two.csv" >"$folder/kept"
echo '4;Der Motor kann ausgehen.;FIAT;500;2011;;;;;;' >>"$folder/kept"
cp "$folder/kept" "$folder/two.csv"
run import --json --db "$folder/left.db" "$folder/two.csv"
expect_out '"unlisted":1,'
run import --json --db "$folder/left.db" "$folder/one.csv"
expect_out '"changed":1,'
run search --count --db "$folder/left.db" 'model:ODYSSEY'
expect_out 0

# All places of a campaign are told, in thousands of rows and in several files; a page names each source.
{
    echo "$head"
    yes '5;Die Lenkung kann klemmen.;BMW;X;2006;;;;;;' | head -n 3000
} >"$folder/many.csv"
{
    echo "$head"
    echo '6;Die Bremse kann ausfallen.;BMW;430I;2018;;;;;;'
    echo '5;Die Lenkung kann klemmen.;BMW;Y;2007;;;;;;'
} >"$folder/few.csv"
run import --db "$folder/places.db" "$folder/many.csv"
run import --db "$folder/places.db" "$folder/few.csv"
run search --json --db "$folder/places.db" campaign:5
expect_out '{"name":"many.csv","position":2999},{"name":"few.csv","position":1}]'
expect "each place" "$(grep -o '"position"' "$folder/out" | wc -l)" -eq 3001
run show --db "$folder/places.db" "$("$RUECKRUF" search --db "$folder/places.db" campaign:5 | cut -c1-10)"
expect_out 'Source     many.csv, few.csv'
sed '/^5;/d' "$folder/few.csv" >"$folder/kept"
cp "$folder/kept" "$folder/few.csv"
run import --json --db "$folder/places.db" "$folder/few.csv"
expect_out '"unlisted":1,'
run show --db "$folder/places.db" "$("$RUECKRUF" search --db "$folder/places.db" campaign:5 | cut -c1-10)"
expect_out 'Source     many.csv, few.csv (no longer listed)'
run search --json --db "$folder/places.db" campaign:5
expect_out '{"name":"few.csv","position":1,"unlisted":true}]'

# Columns in another order say nothing else.
{
    echo 'campaign;text;make;codes;phones;parts;urls'
    echo '1;Die Lenkung 1 kann klemmen.;BMW;25C55;089 1250160;4711;www.example.org'
} >"$folder/columns.csv"
run import --db "$folder/columns.db" "$folder/columns.csv"
{
    echo 'urls;parts;phones;codes;make;text;campaign'
    echo 'www.example.org;4711;089 1250160;25C55;BMW;Die Lenkung 1 kann klemmen.;1'
} >"$folder/columns.csv"
run import --db "$folder/columns.db" "$folder/columns.csv"
expect_out '0 new, 1 unchanged'

# A file that has its date in its name is another source each day. Who wants one is told how, once.
hint='is a source of its own beside export-2026-08-27.csv; with that name as --source it replaces it'
{
    echo "$head"
    for number in 1 2 3; do echo "$number;Die Lenkung $number kann klemmen.;BMW;X;2006;;;;;;"; done
} >"$folder/export-2026-08-27.csv"
sed 's/^3/4/' "$folder/export-2026-08-27.csv" >"$folder/export-2026-10-02.csv"
sed 's/^\([123]\)/1\1/' "$folder/export-2026-08-27.csv" >"$folder/export-7.csv"
run import --db "$folder/days.db" "$folder/export-2026-08-27.csv"
expect_not_out '--source'
cp "$folder/days.db" "$folder/one_day.db"
run import --db "$folder/days.db" "$folder/export-2026-10-02.csv"
expect_out "export-2026-10-02.csv: $hint"
run import --db "$folder/days.db" "$folder/export-2026-10-02.csv"
expect_not_out '--source'
cp "$folder/one_day.db" "$folder/days.db"
run import --db "$folder/days.db" --source export-2026-08-27.csv "$folder/export-2026-10-02.csv"
expect_out '1 new, 2 unchanged, 1 no longer listed'
expect_not_out '--source'
# Another part of the whole, or another list, may be beside it.
for other in export-7 exports-2026-10-02; do
    cp "$folder/one_day.db" "$folder/days.db"
    [ -e "$folder/$other.csv" ] || cp "$folder/export-2026-10-02.csv" "$folder/$other.csv"
    run import --db "$folder/days.db" "$folder/$other.csv"
    expect_status 0
    expect_not_out '--source'
done

finish
