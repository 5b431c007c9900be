#!/bin/sh
# The record of a look-up.
. "$SRCDIR/tests/command/lib.sh"

run import --db "$folder/db" "$first" "$second" "$third"
RUECKRUF_DB=$folder/db
export RUECKRUF_DB
checksum=$("$RUECKRUF" proof --json airbag | sed 's/.*"database":{[^}]*"checksum":"\([0-9a-f]*\)".*/\1/')
expect "the database's checksum is in it" "${#checksum}" -eq 32

# Given a look-up with a hit, when it is proved, then all of it is there.
run proof 'airbag steuer'
expect_status 0
run proof airbag
expect_status 0
expect_silence
expect_out 'Asked for     airbag'
expect_out 'Searched in   13 recalls'
expect_out 'Found         1'
expect_out "$checksum"
expect_out '000_eed75f3deb5bea92.txt'
expect_out "User          $(id -un)"
expect_out "Time          $(date +%Y-%m-)"
expect_out "$("$RUECKRUF" search airbag | cut -c1-10)"
expect_out 'Softwarefehler im Airbag-Sensor'
expect_out 'No hit does not mean that there is no recall.'
expect_out 'A hit does not mean that this car is meant'
expect_out 'Job number    ____'
wide=$(LC_ALL=C.UTF-8 grep -cE '^.{79}' "$folder/out")
expect "it fits on paper" "$wide" -eq 0

# Every hit of a list is there, whole.
run proof ''
expect_status 0
for id in $(ids_of "$folder/db"); do expect_out "$id"; done

# From the same database it is the same byte for byte, the time and the filled lines apart.
without_moment() { sed -e 's/^Time .*//' -e 's/^Job number .*//' -e 's/^Registration .*//' "$1"; }
run proof pumpe
without_moment "$folder/out" >"$folder/one"
sleep 1
run proof --job 4711 --registration 'M-XY 12' pumpe
expect_out 'Job number    4711'
expect_out 'Registration  M-XY 12'
without_moment "$folder/out" >"$folder/two"
expect_same "$folder/one" "$folder/two"
if grep -rqF 'M-XY 12' "$folder/db"; then fail "what was filled in is stored"; fi

# Nothing found is a look-up too.
run proof 'gibtesnicht'
expect_status 0
expect_out 'Found         0'
expect_out 'none'

# The same as JSON.
run proof --json --job 4711 airbag
expect_lines 1
expect_out '"query":"airbag"'
expect_out '"job":"4711","registration":null'
expect_out '"searched":13,"found":1'
expect_out '"headline":"Softwarefehler im Airbag-Sensor"'
expect_out "$checksum"
run proof --json gibtesnicht
expect_out '"found":0'
expect_out '"hits":[]'

# In German, and where there are no umlauts.
LC_ALL=de_DE.UTF-8 run proof airbag
expect_out 'Nachweis einer Suche'
LC_ALL=C run proof zündspule
expect_out 'Zuendspulen'

# What can't be proved.
run proof
expect_status 2
expect_error 'needs what was looked for'
run proof hazard:unknown
expect_status 2
run search --job 1 airbag
expect_status 2

finish
