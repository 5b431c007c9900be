#!/bin/sh
# The command line as such.
. "$SRCDIR/tests/command/lib.sh"

for help in -h --help; do
    run $help
    expect_status 0
    expect_out 'rueckruf import [OPTIONS] FILE...'
    expect_silence
done
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
