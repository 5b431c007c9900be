#!/bin/sh
# Searching from the command line, over the recalls that come with the program.
. "$SRCDIR/tests/command/lib.sh"

run search --count ''
expect_status 0
expect_out 13

run search --json pumpe
expect_status 0
expect_lines 3
for pump in Wasserpumpe Kühlmittelpumpe Hochdruckeinspritzpumpe; do expect_out $pump; done

# However an umlaut is written, the hits are the same.
for word in zündspule zuendspule zundspule ZÜNDSPULE "$(printf 'zu\314\210ndspule')"; do
    run search "$word"
    expect_status 0
    expect_lines 1
    expect_out Zündspulen
done
for word in kuehler kühler agr-kühler agrkühler '"AGR-Kühler"'; do
    run search --count "$word"
    expect_out 1
done
run search leitungsverschlüsselung
expect_lines 1

# Doors, not temperatures.
run search --json tür
expect_not_out "bei tiefen Temperaturen"

# Numbers, however they are grouped.
for number in 12137638477 '12 13 7 638 477' 7638477; do
    run search "$number"
    expect_lines 1
    expect_out Zündspulen
done

# Every word must be there; short ones are not dropped.
run search airbag zz
expect_status 1
expect_error_text=$(cat "$folder/err")
case $expect_error_text in *"No recall found for"*"13 recalls"*) ;; *) fail "the empty answer does not say where it looked" ;; esac
run search --count i3
expect_out 1

# What is excluded, what stands together.
run search --count pumpe -turbolader
expect_out 2
run search --count '"elastische Gelenkscheibe an"'
expect_out 1
run search --count '"Gelenkscheibe elastische"'
expect_status 1

# Any input is a query.
for query in '-' '*' '"' '(' ':' '^' "'" '- * " ( : AND OR NOT NEAR ^' '""' '---' '"airbag'; do
    run search --count -- "$query"
    expect "no error for $query" "$status" -le 1
    expect_silence
done

# Order, number and width.
run search --limit 2 ''
expect_lines 2
run search --sort=headline --limit 1 ''
expect_out Abgasrückführungsmodul
run search --width 40 --limit 1 ''
expect "a line is at most 40 columns" "$(wc -m <"$folder/out")" -le 41

finish
