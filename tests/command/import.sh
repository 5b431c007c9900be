#!/bin/sh
# From files to a database, and back.
. "$SRCDIR/tests/command/lib.sh"
db=$folder/recalls.db

run import --json --db "$db" "$first" "$second" "$third"
expect_status 0
expect_out '"read":35,"recalls":13,"notes":10,"new":13,"changed":0,"unchanged":0,"unlisted":0,"rejected":0'
expect_out '"encoding":"UTF-8","format":"adac"'
ids_of "$db" >"$folder/ids"

# Again: nothing changes, and it says so; the file is not even replaced.
inode=$(ls -i "$db")
run import --db "$db" "$second"
expect_status 0
expect_out 'nothing has changed'
expect "the database is the same file" "$(ls -i "$db")" = "$inode"

# In any order, one by one: the same recalls under the same ids.
for file in "$third" "$first" "$second"; do run import --db "$folder/other.db" "$file"; done
ids_of "$folder/other.db" >"$folder/other_ids"
expect_same "$folder/ids" "$folder/other_ids"
expect "13 recalls" "$(wc -l <"$folder/ids")" -eq 13
if grep -vqE '^[A-Z0-9-]{1,10}$' "$folder/ids"; then fail "an id has other characters"; fi

# Every file comes out as it went in, byte for byte, also from a database with others in it.
for file in "$first" "$second" "$third"; do
    run export --db "$folder/other.db" --format adac --source "$(basename "$file")"
    expect_same "$folder/out" "$file"
done
run check --db "$folder/other.db"
expect_status 0

# As a table, which is read again.
run export --db "$folder/other.db" --format csv
expect_status 0
expect_out 'id,authority,campaign,make,models,years,date,started,ended,'
cp "$folder/out" "$folder/table.csv"
run import --json --db "$folder/table.db" "$folder/table.csv"
expect_out '"read":13,"recalls":13'
run search --db "$folder/table.db" --count zündspülen
expect_out 1
run export --db "$folder/other.db" --format csv pumpe
expect_status 0
run export --db "$folder/other.db" --format csv gibtesnicht
expect_status 1

# White space does not make another recall.
sed 's/  */ /g; s/ ; / ;  /g' "$first" | sed 's/ ;  / ; /g' >"$folder/spaced.txt"
run import --json --db "$db" "$folder/spaced.txt"
expect_out '"new":0'
run export --db "$db" --format adac --source spaced.txt
expect_same "$folder/out" "$folder/spaced.txt"

# A newer list of the same name: what vanished stays, and is said to be gone.
cp "$second" "$folder/list.txt"
run import --db "$folder/news.db" "$folder/list.txt"
printf '%s' "$(sed 's/ ; .*//;q' "$first")" >"$folder/list.txt"
run import --json --db "$folder/news.db" "$folder/list.txt"
expect_out '"new":1'
expect_out '"unlisted":4'
run search --count --db "$folder/news.db" ''
expect_out 5
run search --db "$folder/news.db" --json Lenkgetriebe
expect_out '"unlisted":true'

# Other encodings.
printf 'Die T\374r kann w\344hrend der Fahrt aufgehen. Die H\344ndler tauschen das Schloss kostenlos.' >"$folder/old.txt"
run import --json --db "$folder/old.db" "$folder/old.txt"
expect_out '"encoding":"Windows-1252"'
run search --db "$folder/old.db" tür
expect_lines 1
run export --db "$folder/old.db" --format adac --source old.txt
expect_same "$folder/out" "$folder/old.txt"
# One stray byte makes it another encoding; what is lost by that, and how it is not, is said.
printf 'Die T\303\274r kann w\303\244hrend der Fahrt auf\374gehen.' >"$folder/stray.txt"
run import --db "$folder/stray.db" "$folder/stray.txt"
expect_status 0
expect_out '(adac, Windows-1252)'
expect_out 'stray.txt: most of it is UTF-8; --encoding UTF-8 reads it so and repairs the rest'
run import --db "$folder/stray.db" --encoding UTF-8 "$folder/stray.txt"
expect_not_out 'most of it'
for text in 'T\374r w\344hrend' 'T\303\274r' '\303\274\374\374' 'plain'; do
    # shellcheck disable=SC2059
    printf "Bremse $text." >"$folder/stray.txt"
    run import --db "$folder/stray.db" --dry-run "$folder/stray.txt"
    expect_not_out 'most of it'
done
run import --json --encoding UTF-8 --db "$folder/repaired.db" "$folder/old.txt"
expect_out '"repaired":3'

# A dry run tells everything and does nothing.
run import --dry-run --db "$folder/none.db" "$first"
expect_status 0
expect_out '7 recalls'
expect "no database was made" ! -e "$folder/none.db"
mkdir "$folder/tidy" "$folder/work"
TMPDIR=$folder/work run import --dry-run --db "$folder/tidy/sub/none.db" "$first"
expect_status 0
TMPDIR=$folder/work XDG_DATA_HOME=$folder/tidy run import --dry-run "$first"
expect_status 0
TMPDIR=$folder/work run import --dry-run --db "$folder/tidy/sub/none.db" "$folder/missing.txt"
expect_status 2
expect "no folder and no lock was made" -z "$(ls -A "$folder/tidy")"
expect "its working files are gone" -z "$(ls -A "$folder/work")"
TMPDIR=$folder/missing run import --dry-run --db "$folder/none.db" "$first"
expect_status 2
expect_error "$folder/missing"
TMPDIR=$folder/work run import --dry-run --db "$db" "$second"
expect_out '4 recalls, 4 notes, 0 new'
# It waits for nobody: whoever holds the lock may go on holding it.
if command -v flock >/dev/null; then
    flock "$folder/.recalls.db.lock" "$RUECKRUF" import --dry-run --db "$db" "$first" >"$folder/out" 2>"$folder/err" &
    waiting=$!
    tries=0
    while kill -0 $waiting 2>/dev/null && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    expect "it does not wait for the lock" $tries -lt 100
    kill $waiting 2>/dev/null
    wait $waiting
    expect_silence
fi

# Restricted means that no file is written, not even for the time of a dry run.
for dry in '' --dry-run; do
    # shellcheck disable=SC2086
    RUECKRUF_RESTRICTED=1 TMPDIR=$folder/work run import $dry --db "$folder/tidy/restricted.db" "$first"
    expect_status 2
    expect_error 'import: writes files, and RUECKRUF_RESTRICTED forbids that'
    expect "nothing was made" -z "$(ls -A "$folder/tidy" "$folder/work" | grep -v :)"
done
RUECKRUF_RESTRICTED=1 run search --db "$db" --count ''
expect_status 0

# What can't be used is kept apart, and the rest goes on.
printf '%s ; %s ; %s' "$(cat "$second")" '+++' 'Im Herstellersystem hinterlegt.' >"$folder/odd.txt"
run import --db "$folder/odd.db" "$folder/odd.txt"
expect_status 1
expect_out '1 rejected'
expect "a rejects file" -s "$folder/odd.txt.rejects"
if ! grep -q 'line [0-9]*, byte [0-9]*: ' "$folder/odd.txt.rejects"; then fail "the reject has no place"; fi
run export --db "$folder/odd.db" --format adac --source odd.txt
expect_same "$folder/out" "$folder/odd.txt"

# One name, two files: which is meant?
mkdir "$folder/a"
cp "$first" "$folder/a/list.txt"
run import --db "$folder/two.db" "$folder/list.txt" "$folder/a/list.txt"
expect_status 2
expect_error 'two of the files have the name'
# One file, named twice by a mistake: no other name would help.
run import --db "$folder/two.db" "$first" "$second" "$first"
expect_status 2
expect_error "$first: is named twice (name it once)"

# From a pipe.
"$RUECKRUF" import --quiet --db "$folder/pipe.db" --source piped - <"$first"
run search --count --db "$folder/pipe.db" ''
expect_out 7

# The user's own database begins as a copy of the one that comes with the program.
XDG_DATA_HOME=$folder/home
export XDG_DATA_HOME
run import "$folder/old.txt"
expect_status 0
run search --count ''
expect_out 14

# Nothing is left lying about.
left=$(find "$folder" -name '.*.new-*' -o -name '.*.stage-*')
expect "no leftovers" -z "$left"

# What a killed import has left goes; what belongs to other databases, whatever they are called, stays.
left="$folder/.named.db.new-4711 $folder/.named.db.stage-4711 $folder/.named.db.new-4711.runs-004711"
others=""
for name in new-test new-2026 new-2026.test stage-2026; do
    for own in lock new-4711 stage-4711 stage-4711.recalls; do others="$others $folder/.named.db.$name.$own"; done
done
for file in $left $others; do echo mine >"$file"; done
run import --db "$folder/named.db" "$first"
expect_status 0
for file in $left; do expect "$file is gone" ! -e "$file"; done
for file in $others; do expect "$file is there" -e "$file"; done
rm -f $others

# What the source calls the component is found as a word, decides where the text is cut, and every label counts once.
row()
{
    printf '%s\t24V009000\tMUSTER\tALPHA\t2021\tM-1\t%s\tMuster\t\t\tV\t10\t20240301\tMFR\tMuster\t20240115\t20240120\t\t\t%s\t\t\n' \
        "$1" "$2" 'Certain cars had their turbocharger changed in 2021. Thes'
}
{
    row 1 'AIR BAGS:FRONTAL:DRIVER SIDE:INFLATOR MODULE '
    row 2 'SUSPENSION'
    row 3 'AIR BAGS:FRONTAL:DRIVER SIDE:INFLATOR MODULE '
} >"$folder/component.txt"
run import --quiet --db "$folder/component.db" "$folder/component.txt"
expect_status 0
for query in airbag cat:airbag inflator suspension; do
    run search --count --db "$folder/component.db" "$query"
    expect_out 1
done
run export --json --db "$folder/component.db"
expect_out '"component":"AIR BAGS:FRONTAL:DRIVER SIDE:INFLATOR MODULE; SUSPENSION"'
expect_out '"categories":["airbag","engine"]'

# Whoever could read the database still can: it keeps its mode, its group, and its owner where that may be given.
group=$(id -G | tr ' ' '\n' | grep -vx "$(id -g)" | head -n 1)
owner=$(id -u)
if [ "$owner" -eq 0 ]; then owner=54321 group=54322; fi
cp "$db" "$folder/shared.db"
chmod 640 "$folder/shared.db"
chown "$owner:${group:-$(id -g)}" "$folder/shared.db"
mode=$(ls -ln "$folder/shared.db" | awk '{print $1, $3, $4}')
printf 'Der Scheibenwischer kann brechen.' >"$folder/wiper.txt"
run import --db "$folder/shared.db" "$folder/wiper.txt"
expect_out '1 new'
expect "the same may read it" "$(ls -ln "$folder/shared.db" | awk '{print $1, $3, $4}')" = "$mode"
# A lock that another made serves whoever may write beside it.
chmod 444 "$folder/.shared.db.lock"
printf 'Die Scheibe kann brechen.' >"$folder/wiper.txt"
run import --db "$folder/shared.db" "$folder/wiper.txt"
expect_out '1 new'
if command -v flock >/dev/null; then
    # It is held until the import has said so, however long that takes.
    : >"$folder/err"
    flock "$folder/.shared.db.lock" sh -c 'until [ -e "$1" ]; do sleep 0.1; done' holder "$folder/spoken" &
    while flock -n "$folder/.shared.db.lock" true; do sleep 0.1; done
    (
        tries=0
        until grep -q 'anderer' "$folder/err" || [ $tries -gt 100 ]; do
            sleep 0.1
            tries=$((tries + 1))
        done
        touch "$folder/spoken"
    ) &
    LC_ALL=de_DE.UTF-8 run import --ascii --db "$folder/shared.db" "$folder/old.txt"
    expect_status 0
    expect_error 'ein anderer Import laeuft'
    wait
fi

mkdir "$folder/closed"
cp "$db" "$folder/closed/shared.db"
touch "$folder/closed/.shared.db.lock"
chmod 444 "$folder/closed/.shared.db.lock"
chmod 555 "$folder/closed"
if ! [ -w "$folder/closed" ]; then
    run import --db "$folder/closed/shared.db" "$folder/wiper.txt"
    expect_status 2
    expect_error 'shared.db.lock: permission denied (choose another place with --db FILE)'
fi
chmod 755 "$folder/closed"

# An empty file is a place for a database.
place=$(mktemp "$folder/placeXXXXXX")
run import --quiet --db "$place" "$first"
expect_status 0
run search --count --db "$place" ''
expect_out 7

# A column is known however its name is written.
printf 'recall_number;MANGEL;MASSNAHME;BAUJAHR_VON;Baujahr-bis\n4711;Die Bremse versagt.;Der Schlauch wird getauscht.;2001;2003\n' \
    >"$folder/names.csv"
run import --quiet --db "$folder/names.db" "$folder/names.csv"
expect_status 0
run export --json --db "$folder/names.db"
expect_out '"campaign":"4711"'
expect_out 'Der Schlauch wird getauscht.'
expect_out '"years":[2001,2003]'
printf 'Fehler|Marke|Jahr|Teilenr.|Telefonnummer|Link\nDie Bremse versagt.|MUSTER|2004|4711|089 1250160|www.example.org\n' >"$folder/names.csv"
rm "$folder/names.db"
run import --db "$folder/names.db" "$folder/names.csv"
expect_status 0
expect_lines 1
run export --json --db "$folder/names.db"
expect_out '"years":[2004,2004]'
expect_out '"parts":["4711"],"phones":["089 1250160"],"urls":["www.example.org"]'
# One that has a comma in it is quoted.
printf 'Nr,"Mangel, kurz",Was\n1,"Die Bremse, sie versagt.",x\n' >"$folder/names.csv"
rm "$folder/names.db"
run import --quiet --db "$folder/names.db" --map 'campaign=Nr,text="Mangel, kurz", notes = Was' "$folder/names.csv"
expect_status 0
run export --json --db "$folder/names.db"
expect_out '"campaign":"1"'
expect_out '"text":"Die Bremse, sie versagt.\n\nx"'

finish
