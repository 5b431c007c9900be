#!/bin/sh
# Publishing under everything that can go wrong: killed, out of space, in company, replicated, with a hundred readers.
# Takes minutes. Figures on standard output; exit status 1 when a reader ever saw anything but the old or the new database.
#
#   KILLS=200 SIZES=50 READERS=100 IMPORTS=10 make check-deep
set -u
LC_ALL=C.UTF-8
export LC_ALL
: "${RUECKRUF:?the program to test}" "${CORPUS:?the program that makes recalls}"
kills=${KILLS:-200} sizes=${SIZES:-50} readers=${READERS:-100} imports=${IMPORTS:-10} recalls=${RECALLS:-3000}
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
failures=0

fail()
{
    failures=$((failures + 1))
    echo "FAIL: $*"
}

# random LIMIT: a number below it
random()
{
    od -An -N4 -tu4 /dev/urandom | awk -v limit="$1" '{ print $1 % limit }'
}

count()
{
    "$RUECKRUF" search --db "$1" --count '' 2>&1
}

# whole DATABASE COUNT...: it checks clean, and has one of the counts
whole()
{
    database=$1
    shift
    "$RUECKRUF" check --db "$database" >/dev/null 2>"$folder/said" || fail "$database: $(cat "$folder/said")"
    found=$(count "$database")
    for expected in "$@"; do [ "$found" = "$expected" ] && return; done
    fail "$database has $found recalls, not one of: $*"
}

# alone DATABASE: nothing lies beside it but its lock
alone()
{
    left=$(find "$(dirname "$1")" -name ".$(basename "$1").*" ! -name '*.lock' | wc -l)
    [ "$left" -eq 0 ] || fail "$left leftovers beside $1"
}

# --- what is imported ---------------------------------------------------------
"$CORPUS" "$recalls" 1 >"$folder/old.csv"
"$CORPUS" "$((recalls * 2))" 1 >"$folder/new.csv"
mkdir "$folder/work"
db=$folder/work/recalls.db
"$RUECKRUF" import --quiet --db "$folder/old.db" "$folder/old.csv" || exit 99
old=$recalls new=$((recalls * 2))
start=$(date +%s%N)
cp "$folder/old.db" "$db" && "$RUECKRUF" import --quiet --source old.csv --db "$db" "$folder/new.csv" || exit 99
took=$((($(date +%s%N) - start) / 1000000))
whole "$db" "$new"

# --- killed -------------------------------------------------------------------
olds=0
for _ in $(seq "$kills"); do
    cp "$folder/old.db" "$db"
    "$RUECKRUF" import --quiet --source old.csv --db "$db" "$folder/new.csv" &
    victim=$!
    sleep "$(random "$took" | awk '{ print $1 / 1000 }')"
    kill -KILL "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    whole "$db" "$old" "$new"
    [ "$found" = "$old" ] && olds=$((olds + 1))
done
"$RUECKRUF" import --quiet --source old.csv --db "$db" "$folder/new.csv" || fail "the import after the kills"
whole "$db" "$new"
alone "$db"
echo "killed $kills times: $olds times the old database stayed, $((kills - olds)) times the new one was there; the next import works"

# --- no room in a file --------------------------------------------------------
stopped=0
needed=$(($(stat -c %s "$db") * 3 / 512))
for i in $(seq "$sizes"); do
    cp "$folder/old.db" "$db"
    if ! (ulimit -f $((needed * i / sizes / 2 + 1)) && "$RUECKRUF" import --quiet --source old.csv --db "$db" "$folder/new.csv") \
        2>"$folder/said"; then
        stopped=$((stopped + 1))
        grep -q '^rueckruf: ' "$folder/said" || fail "nothing is said when there is no room: $(cat "$folder/said")"
        whole "$db" "$old"
        alone "$db"
    else
        whole "$db" "$new"
    fi
done
echo "file size limited at $sizes sizes: stopped $stopped times, never anything but the old or the new database"

# --- no room on the disk ------------------------------------------------------
mkdir "$folder/small"
if mount -t tmpfs -o size=1m none "$folder/small" 2>/dev/null; then
    umount "$folder/small"
    stopped=0
    least=$(($(stat -c %s "$folder/old.db") / 1024 + 64))
    for i in $(seq "$sizes"); do
        mount -t tmpfs -o size=$((least + least * 5 * i / sizes))k none "$folder/small"
        cp "$folder/old.db" "$folder/small/recalls.db"
        if ! "$RUECKRUF" import --quiet --source old.csv --db "$folder/small/recalls.db" "$folder/new.csv" 2>"$folder/said"; then
            stopped=$((stopped + 1))
            grep -q '^rueckruf: ' "$folder/said" || fail "nothing is said when the disk is full"
            whole "$folder/small/recalls.db" "$old"
            alone "$folder/small/recalls.db"
        else
            whole "$folder/small/recalls.db" "$new"
        fi
        umount "$folder/small"
    done
    echo "disk full at $sizes sizes: stopped $stopped times, never anything but the old or the new database"
else
    echo "disk full: skipped, no file system may be mounted"
fi

# --- in company ---------------------------------------------------------------
for company in 2 5; do
    rm -f "$db"
    for i in $(seq "$company"); do
        "$CORPUS" 500 "$i" | sed "s/^C/K$i/" >"$folder/part$i.csv"
        "$RUECKRUF" import --quiet --db "$db" "$folder/part$i.csv" 2>"$folder/said$i" &
    done
    wait
    whole "$db" $((500 * company))
    alone "$db"
    echo "$company imports at once: $found recalls of $((500 * company))"
done

# --- a hundred readers --------------------------------------------------------
# reader DATABASE COUNT...: searches until it is told to stop; one line for each thing it must not see
reader()
{
    database=$1
    shift
    while [ ! -e "$folder/stop" ]; do
        seen=$(count "$database")
        good=no
        for expected in "$@"; do [ "$seen" = "$expected" ] && good=yes; done
        [ $good = yes ] || echo "$seen" >>"$folder/wrong"
        echo >>"$folder/reads.$number"
    done
}

# watch HOW-MANY DATABASE COUNT...: that many readers in the background
watch_database()
{
    many=$1
    shift
    rm -f "$folder/stop" "$folder/wrong" "$folder"/reads.*
    for number in $(seq "$many"); do reader "$@" & done
}

report()
{
    touch "$folder/stop"
    wait
    reads=$(cat "$folder"/reads.* | wc -l)
    wrong=0
    [ -e "$folder/wrong" ] && wrong=$(wc -l <"$folder/wrong") && fail "$(sort "$folder/wrong" | uniq -c | head -n 3)"
    echo "$1: $reads reads, $wrong of them wrong"
}

cp "$folder/old.db" "$db"
watch_database "$readers" "$db" "$old" "$new"
for i in $(seq "$imports"); do
    if [ $((i % 2)) -eq 1 ]; then file=$folder/new.csv; else file=$folder/old.csv; fi
    "$RUECKRUF" import --quiet --source "old.csv" --db "$db" "$file" || fail "import $i among readers"
done
report "$readers readers, $imports imports"

# --- replicated ---------------------------------------------------------------
if command -v rsync >/dev/null; then
    mkdir "$folder/branch"
    cp "$folder/old.db" "$folder/branch/recalls.db"
    cp "$db" "$folder/new.db"
    after=$(count "$folder/new.db")
    watch_database 20 "$folder/branch/recalls.db" "$old" "$after"
    for i in $(seq 20); do
        if [ $((i % 2)) -eq 1 ]; then from=$folder/new.db; else from=$folder/old.db; fi
        mkdir -p "$folder/head" && cp "$from" "$folder/head/recalls.db"
        rsync -a --ignore-times "$folder/head/" "$folder/branch/" || fail "rsync"
    done
    report "replicated 20 times by rsync under 20 readers"
else
    echo "replicated: skipped, there is no rsync"
fi

[ "$failures" -eq 0 ]
