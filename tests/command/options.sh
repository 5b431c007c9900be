#!/bin/sh
# The command line as such.
. "$SRCDIR/tests/command/lib.sh"

for help in -h --help; do
    run $help
    expect_status 0
    expect_out 'rueckruf import [OPTIONS] FILE...'
    expect_silence
done
# Of a command: its own options, and what they take.
run import --help
expect_status 0
expect_out 'rueckruf import [OPTIONS] FILE...'
expect_out '--map KEY=COLUMN'
expect_out 'affected_germany'
expect_out 'vrdb'
expect_not_out 'rueckruf search'
expect_not_out '--explain'
expect_not_out 'import: '
# Each is told its own part, in either language.
run import --help
expect_out 'the format, else by its content'
expect_not_out 'else jsonl'
run export --help
expect_out 'the format, else jsonl'
LC_ALL=de_DE.UTF-8 run import --help
expect_out 'das Format, sonst am Inhalt erkannt'
LC_ALL=de_DE.UTF-8 run export --help
expect_out 'das Format, sonst jsonl'

run --help show
expect_out '--explain'
expect_not_out '--map'
expect_not_out 'electrics'
run search -h
expect_out '--count'
expect_out 'electrics'
expect_out 'airbag_rupture'
expect_not_out '--dry-run'
for each in search show categories import export check proof terminal; do
    run $each --help
    expect_out "rueckruf $each"
    expect_out '--db FILE'
    expect "at most 80 columns" "$(wc -L <"$folder/out")" -le 80
    for option in $(grep -oE '^  (-., )?--[a-z-]+' "$folder/out" | grep -oE -- '--[a-z-]+'); do
        "$RUECKRUF" --help | grep -q -- "$option" || fail "rueckruf --help does not know $option"
    done
done
run --help
expect_out 'rueckruf COMMAND --help'
# A message names all that there are, to the last.
run search hazard:nothing
expect_error 'loss_of_control, crash)'
run import --dry-run --db "$folder/no.db" --format csv --map nothing=x "$TESTDATA/formats/table-en.csv"
expect_error 'vehicle_numbers)'

for version in -V --version; do
    run $version
    expect_status 0
    expect_out 'rueckruf 0.'
done

# A value stands behind = or a blank.
run search --limit=1 ''
expect_lines 1
run search --limit 1 ''
expect_lines 1

run --nonsense
expect_status 2
expect_error '--nonsense'
run search --db '' pumpe
expect_status 2
run import --db= /dev/null
expect_status 2
expect_error '--db=: needs a value'
run search --limit x pumpe
expect_status 2
run search --limit
expect_status 2
run search --sort=weight pumpe
expect_status 2
expect_error 'date, relevance, make, headline'
run categories --limit 3
expect_status 2
expect_error 'categories'
run search --json=yes pumpe
expect_status 2

# The first word decides; -- ends the options, and what follows is a query.
run pumpe
expect_status 0
expect_lines 3
run -- categories
expect_status 1

# Two formats are asked for.
run export --json --format csv
expect_status 2
expect_error '--json: is the format jsonl, and --format names another (leave one of both out)'
run export --json --format jsonl
expect_status 0

# A reader that goes away is no error.
"$RUECKRUF" search --json '' 2>"$folder/err" | head -n 1 >"$folder/out"
expect_lines 1
expect_silence
# Nor where the signal is ignored, as under some schedulers and other programs: it has printed enough then.
for arguments in 'search --json' 'show --json DMSS-SX603' categories check 'proof pumpe' --help --version; do
    command="$arguments, with nobody who reads"
    # shellcheck disable=SC2086
    (trap '' PIPE; sleep 0.2; "$RUECKRUF" $arguments 2>"$folder/err"; echo $? >"$folder/status") | true
    status=$(cat "$folder/status")
    expect_status 0
    expect_silence
done

# A locale without umlauts gets every letter all the same.
LC_ALL=C run search --width 100 zuendspule
expect_out 'Verbaute Zuendspulen koennen'
if LC_ALL=C grep -q '[^ -~]' "$folder/out"; then fail "not all ASCII"; fi
run search --ascii zuendspule
expect_out Zuendspulen

finish
