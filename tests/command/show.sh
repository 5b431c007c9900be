#!/bin/sh
# Whole recalls, and the categories.
. "$SRCDIR/tests/command/lib.sh"

id=$("$RUECKRUF" search zündspule | cut -c1-10)

run show "$id"
expect_status 0
expect_out 'Verbaute Zündspulen können vorzeitig ausfallen'
expect_out 'Part       12137638477'
expect_out 'since Apr 2012 · 30 min · free of charge'
expect_out '“Zündspülen mit obiger Teilenr. verbaut und Eintrag im'
expect_out 'Verbrennungsaussetzern und unrundem Motorlauf.'

# As people say and type it.
run show "$(echo "$id" | tr 'A-Z' 'a-z' | tr -d '-')"
expect_status 0

run show --json "$id"
expect_lines 1
expect_out '"categories":["engine"]'
expect_out '"started":"2012-04"'
expect_out '"duration_min":[30,30]'
expect_out '"cost":"free"'
expect_out '"parts":["12137638477"]'
expect_out '"completion":["Zündspülen mit obiger Teilenr. verbaut und Eintrag im Servicesystem."]'
expect_out '{"name":"000_eed75f3deb5bea92.txt","position":7}'

# A note of a list that names a part number is that recall's, when it is one.
{
    printf 'Die Pumpe kann brechen. Sie hat die Teilenummer 34116789123. ; Die Spulen fallen aus, sie haben die Teilenummern 12137638477. ; '
    printf 'Teil 12 13 7 638 477 verbaut, im System hinterlegt. ; Teile 12137638477 und 34116789123 eingetragen. ; '
    printf 'Auskunft unter 0 89/ 1 25 01 60 10.'
} >"$folder/parts.txt"
run import --quiet --format adac --db "$folder/parts.db" "$folder/parts.txt"
run search --json --db "$folder/parts.db" part:12137638477
expect_out '"completion":["Teil 12 13 7 638 477 verbaut, im System hinterlegt."]'
expect_out '"completion_of_list":["Teile 12137638477 und 34116789123 eingetragen.","Auskunft unter 0 89/ 1 25 01 60 10."]'
run search --json --db "$folder/parts.db" part:34116789123
expect_out '"completion":[]'

run show --explain "$id"
expect_out 'categories.rules'

# The user's rules come after the shipped ones, and a bad line of theirs is named.
mkdir -p "$folder/config/rueckruf/rules"
echo 'category chassis 6 de: zündspule' >"$folder/config/rueckruf/rules/own.rules"
XDG_CONFIG_HOME=$folder/config run show --explain DMSS-SX603
expect_out 'category chassis +9.6  Zündspule  (own.rules:1)'
expect_out 'fact duration 30 min  "eine halbe Stunde"'
echo 'category motor 6 de: kolben' >>"$folder/config/rueckruf/rules/own.rules"
XDG_CONFIG_HOME=$folder/config run show --explain DMSS-SX603
expect_status 0
expect_out '(own.rules:1)'
expect_error 'own.rules:2: there is no such key: motor (it is left out, the rest is used)'

# What is bad in them, or no file at all, costs only itself: synonyms go on working.
rules=$folder/config/rueckruf/rules
printf 'synonym: \377x, y\ngarbage\nsynonym: Wunderwelle, Zündspule\nremove synonym: xyzzy\nremove category: xyzzy\ncategory engine 6 de: {x\n' \
    >"$rules/own.rules"
ln -s missing "$rules/dangling.rules"
mkfifo "$rules/pipe.rules"
mkdir "$rules/folder.rules"
for arguments in 'search --count fire' "import --db $folder/mistakes.db $first"; do
    command="$arguments, with bad rules"
    # shellcheck disable=SC2086
    XDG_CONFIG_HOME=$folder/config timeout 60 "$RUECKRUF" $arguments >"$folder/out" 2>"$folder/err" </dev/null
    status=$?
    expect_status 0
    for place in 'own.rules:1: the line is not in UTF-8' 'own.rules:4: there is no such synonym' \
        'dangling.rules: ' 'pipe.rules: is no file' 'folder.rules: is no file'; do
        expect_error "$place"
    done
done
for place in 'own.rules:2: there is no such kind of rule' 'own.rules:5: there is no such cue' 'own.rules:6: a brace'; do
    expect_error "$place"
done
run search --count fire
cp "$folder/out" "$folder/without"
XDG_CONFIG_HOME=$folder/config run search --count fire
expect_same "$folder/out" "$folder/without"
XDG_CONFIG_HOME=$folder/config run search --count wunderwelle
expect_status 0
rm -r "$rules"

# A folder of rules that only others may enter is said once, and the work goes on.
# (For the superuser no folder is locked: a link that leads in a circle stands for one.)
mkdir -p "$folder/locked/rueckruf" "$folder/home"
ln -s rules "$folder/locked/rueckruf/rules"
for arguments in 'search zündspule' 'export zündspule' 'proof zündspule' zündspule "show --explain $id" \
    "import --quiet --db $folder/home/x.db $first"; do
    # shellcheck disable=SC2086
    XDG_CONFIG_HOME=$folder/locked run $arguments
    expect_status 0
    expect_error "$folder/locked/rueckruf/rules: the rules can't be read: the links lead in a circle (it goes on without them)"
    expect "it is said once" "$(wc -l <"$folder/err")" -eq 1
done
XDG_CONFIG_HOME=$folder/locked run search zündspule airbag
expect_status 1
expect "it is said once" "$(grep -c 'circle' "$folder/err")" -eq 1
XDG_CONFIG_HOME=$folder/locked run show "$id"
expect_silence

# JSON is one object a line: nothing else stands there.
run show --json --explain "$id"
expect_status 2
expect_error '--explain: is read by people, not as JSON (leave one of both out)'
expect "nothing is written" ! -s "$folder/out"

run show ABCD-EFGHJ
expect_status 1
expect_error 'no recall has this id'
run show ABCD-EFGHJ "$id" JHGF-EDCBA
expect_status 1
expect_out 'Verbaute Zündspulen können vorzeitig ausfallen'
expect_error 'ABCD-EFGHJ: no recall has this id (find one with rueckruf search)'
expect_error 'JHGF-EDCBA: no recall has this id'
expect "one message each" "$(wc -l <"$folder/err")" -eq 2
run show
expect_status 2

# The headline is wrapped like the rest.
for width in 20 40 80; do
    run show --width $width "$id"
    expect "at most $width columns" "$(wc -L <"$folder/out")" -le $width
    expect "the headline is whole" "$(sed '/^$/q' "$folder/out" | tr -s '\n ' '  ')" = \
        "$("$RUECKRUF" show --json "$id" | sed 's/.*"headline":"\([^"]*\)".*/\1/') "
done

run categories --json
expect_status 0
expect_lines 18
keys=$(sed 's/^{"key":"\([a-z]*\)".*/\1/' "$folder/out" | tr '\n' ' ')
expect "the contract's order" "$keys" = "electrics engine connectivity airbag restraint brakes steering driveline fuel \
cooling exhaust chassis body lighting hv assist software other "
sum=$(sed 's/.*"primary":\([0-9]*\)}/\1/' "$folder/out" | awk '{ sum += $1 } END { print sum }')
expect "every recall has one first category" "$sum" -eq 13

LC_ALL=C run categories
expect_out 'Electrics'
LC_ALL=de_DE.UTF-8 run categories
expect_out 'Rückhaltesysteme'

# The vehicles of several makes stand under theirs, and none is the make of all; spellings of one make are one.
cat >"$folder/makes.jsonl" <<'END'
{"campaign":"M1","authority":"nhtsa","text":"The pump may leak.","vehicles":[{"make":"HONDA","model":"FIT","years":[2009,2010]},{"make":"ACURA","model":"RL","years":[2005,2006]},{"make":"HONDA","model":"CR-V","years":[2009,2009]}]}
{"campaign":"M2","authority":"nhtsa","text":"The hose may leak.","vehicles":[{"make":"VW","model":"GOLF","years":[2009,2010]},{"make":"VOLKSWAGEN","model":"UP","years":[2009,2009]}]}
END
run import --quiet --db "$folder/makes.db" "$folder/makes.jsonl"
expect_status 0
run search --json --db "$folder/makes.db" campaign:M1
expect_out '"make":null,"models":["RL","CR-V","FIT"]'
id=$(sed 's/.*"id":"\([^"]*\)".*/\1/' "$folder/out")
run search --db "$folder/makes.db" campaign:M1
expect_out 'ACURA +1: Pump may leak'
run show --db "$folder/makes.db" "$id"
expect_out 'ACURA RL; HONDA CR-V, FIT, 2005–2010'
run search --count --db "$folder/makes.db" make:honda
expect_out 1
run search --json --db "$folder/makes.db" campaign:M2
expect_out '"make":"V'

# Beside a date that the text does not tell stands who has given it, also where that is nobody we know.
cat >"$folder/dates.jsonl" <<'END'
{"campaign":"D1","authority":"RDW","date":"2016-05-03","text":"The pump may leak."}
{"campaign":"D2","date":"2016-05-04","text":"The hose may leak."}
END
run import --quiet --db "$folder/dates.db" "$folder/dates.jsonl"
expect_status 0
run show --db "$folder/dates.db" "$("$RUECKRUF" search --db "$folder/dates.db" campaign:D1 | cut -c1-10)"
expect_out 'Date       3 May 2016 (RDW)'
run show --db "$folder/dates.db" "$("$RUECKRUF" search --db "$folder/dates.db" campaign:D2 | cut -c1-10)"
expect_out 'Date       4 May 2016'
expect_not_out '2016 ('

finish
