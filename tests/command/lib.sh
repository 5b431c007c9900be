# What the command tests share; each sources it, and ends with finish.
# Stories read: run ARGUMENTS…; then expect_…

set -u
LC_ALL=C.UTF-8
export LC_ALL
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
recalls=$SRCDIR/data/recalls
first=$recalls/000_eed75f3deb5bea92.txt
second=$recalls/001_55cf2ae3cafad848.txt
third=$recalls/002_54c74666b63234df.txt
failures=0

fail()
{
    failures=$((failures + 1))
    printf 'FAIL: %s\n' "$*"
    printf '  command: rueckruf %s\n  status: %s\n' "$command" "$status"
    sed 's/^/  out: /' "$folder/out" | cut -c 1-300 | head -n 20
    sed 's/^/  err: /' "$folder/err" | cut -c 1-300 | head -n 20
}

# Runs the program; its status, output and messages are kept for the expectations.
run()
{
    command=$*
    "$RUECKRUF" "$@" >"$folder/out" 2>"$folder/err" </dev/null
    status=$?
}

expect_status()
{
    [ "$status" -eq "$1" ] || fail "status is $status, not $1"
}

expect_out()
{
    grep -qF -- "$1" "$folder/out" || fail "not in the output: $1"
}

expect_not_out()
{
    if grep -qF -- "$1" "$folder/out"; then fail "in the output: $1"; fi
}

expect_lines()
{
    [ "$(wc -l <"$folder/out")" -eq "$1" ] || fail "not $1 lines of output"
}

expect_silence()
{
    if [ -s "$folder/err" ]; then fail "there are messages"; fi
}

# A message for a person: what, why, nothing else on the way.
expect_error()
{
    grep -qF -- "$1" "$folder/err" || fail "not in the messages: $1"
    head -n 1 "$folder/err" | grep -q '^rueckruf: ' || fail "the message does not say who speaks"
}

expect_same()
{
    cmp -s "$1" "$2" || fail "$1 and $2 differ"
}

expect()
{
    # expect WHAT CONDITION…: any condition of test(1)
    what=$1
    shift
    [ "$@" ] || fail "$what"
}

# The ids of all recalls of a database, sorted.
ids_of()
{
    "$RUECKRUF" search --db "$1" '' | cut -c1-10 | sort
}

finish()
{
    [ $failures -eq 0 ]
    exit
}
