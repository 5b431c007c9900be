#!/bin/sh
# Where rejects go: never over what is read or written, never without a word, and with the bytes as they were.
. "$SRCDIR/tests/command/lib.sh"
db=$folder/recalls.db
list=$folder/list.csv
good=$folder/good.csv
printf 'campaign;text;make\n1;Die Bremse kann ausfallen.;BMW\n2;Der Airbag löst nicht aus.;Opel\n' >"$good"
{ cat "$good"; printf '3;4\r\n'; } >"$list"

start_again()
{
    rm -rf "$db" "$list.rejects" "$folder"/*.rejects
    "$RUECKRUF" import --quiet --db "$db" "$good"
    cp "$db" "$folder/before.db"
}

# What an import reads or writes is no place for rejects: kept FILE, after the import was refused.
refused()
{
    cp "$list" "$folder/list.before"
    run import --db "$db" "$@" "$list"
    expect_status 2
    expect_error 'would overwrite'
    expect_same "$db" "$folder/before.db"
    expect_same "$list" "$folder/list.before"
    expect "no leftovers" -z "$(find "$folder" -name '.*new-*' -o -name '.*stage-*')"
}

start_again
refused --rejects "$db"
refused --rejects "$folder/../$(basename "$folder")/recalls.db"
refused --rejects "$folder/.recalls.db.lock"
refused --rejects "$folder/.recalls.db.new-1"
refused --rejects "$list"
ln -s recalls.db "$folder/link"
refused --rejects "$folder/link"
ln "$list" "$folder/hard"
refused --rejects "$folder/hard"
ln -s recalls.db "$list.rejects"
refused
rm "$list.rejects"
run import --db "$folder/none.db" --rejects "$folder/none.db" "$list"
expect_status 2
expect "no database was made" ! -e "$folder/none.db"
"$RUECKRUF" import --db "$db" --rejects "$list" - <"$list" >"$folder/out" 2>"$folder/err"
status=$?
expect_status 2
expect_same "$list" "$folder/list.before"

# The default name is a new file, whatever stood there: nothing is written through a link or into a pipe.
start_again
echo mine >"$folder/mine.txt"
ln -s mine.txt "$list.rejects"
run import --db "$db" "$list"
expect_status 1
expect "what the link led to is as it was" "$(cat "$folder/mine.txt")" = mine
expect "the rejects are a file" -f "$list.rejects" -a ! -h "$list.rejects"
# Who sees that something was rejected is told where it is.
expect_out "$list.rejects: what was rejected, with its places and reasons"
start_again
run import --quiet --db "$db" "$list"
expect_lines 0
run import --json --db "$db" "$list"
expect_lines 1
run import --dry-run --db "$db" "$list"
if grep -q '\.rejects' "$folder/out"; then fail "a dry run writes no rejects"; fi
run import --db "$db" --rejects "$folder/all.rejects" "$list" "$good"
expect_out "$folder/all.rejects: what was rejected"
start_again
mkfifo "$list.rejects"
command='import, with a pipe in the rejects'\'' place'
timeout 20 "$RUECKRUF" import --db "$db" "$list" >"$folder/out" 2>"$folder/err"
status=$?
expect_status 1
expect "the rejects are a file" -f "$list.rejects"

# A place that was named is another thing: links are followed, devices and pipes are written to.
start_again
ln -sf mine.txt "$folder/named"
run import --db "$db" --rejects "$folder/named" "$list"
expect_status 1
expect "the link is still one" -h "$folder/named"
if ! grep -q '^3;4' "$folder/mine.txt"; then fail "the rejects are not where the link leads"; fi
start_again
run import --quiet --db "$db" --rejects /dev/stderr "$list"
expect_status 1
if ! grep -q '^3;4' "$folder/err"; then fail "the rejects are not on standard error"; fi

# The bytes are kept, the carriage return as well.
start_again
run import --db "$db" "$list"
tail -n 1 "$list.rejects" >"$folder/kept"
printf '3;4\r\n' >"$folder/wanted"
expect_same "$folder/kept" "$folder/wanted"

# Several inputs: each has its own, also when it comes twice.
start_again
cp "$list" "$folder/other.csv"
run import --json --db "$db" --source both "$list" "$folder/other.csv" "$list"
expect_status 1
expect_out '"rejected":3,'
expect "two rejects of the one" "$(wc -l <"$list.rejects")" -eq 4
expect "one of the other" "$(wc -l <"$folder/other.csv.rejects")" -eq 2
run import --json --db "$db" --source both --rejects "$folder/named" "$list" "$folder/other.csv" "$list"
expect "three rejects of all" "$(wc -l <"$folder/named")" -eq 6
rm -f "$folder/other.csv"* "$folder/named"

# Rejects that can't be written: nothing is published.
start_again
for place in /dev/full "$folder" "$folder/missing/rejects"; do
    run import --db "$db" --rejects "$place" "$list"
    expect_status 2
    expect_error "the rejects can't be written"
    expect_same "$db" "$folder/before.db"
done
mkdir "$list.rejects"
run import --db "$db" "$list"
expect_status 2
expect_same "$db" "$folder/before.db"
rmdir "$list.rejects"

# Once all can be used, the rejects of before are gone; what is no file of rejects stays.
start_again
run import --db "$db" "$list"
expect "there are rejects" -s "$list.rejects"
cp "$good" "$list"
run import --dry-run --db "$db" "$list"
expect "a dry run leaves them" -s "$list.rejects"
run import --db "$db" "$list"
expect_status 0
expect "they are gone" ! -e "$list.rejects"
echo '# list of mine' >"$list.rejects"
run import --db "$db" "$list"
expect "another's file stays" -e "$list.rejects"

# A name that says nothing is a mistake.
for place in - ''; do
    run import --db "$db" --rejects "$place" "$list"
    expect_status 2
    expect_error '--rejects: needs a file'
done

# A line too long to be read is one reject, whole, whatever the format.
{ printf 'campaign;text;make\n5;'; head -c 40000000 /dev/zero | tr '\000' x; printf '\n6;Die Lenkung klemmt.;VW\n'; } >"$folder/long.csv"
{ printf '{"campaign":"5","text":"'; head -c 40000000 /dev/zero | tr '\000' x
    printf '"}\n{"campaign":"6","text":"Die Lenkung klemmt."}\n'; } >"$folder/long.jsonl"
for kind in csv jsonl; do
    run import --json --db "$folder/long.db" --rejects "$folder/long.rejects" "$folder/long.$kind"
    expect_status 1
    expect_out '"read":2,"recalls":1,'
    expect_out '"rejected":1,'
    expect "two lines of rejects" "$(wc -l <"$folder/long.rejects")" -eq 2
done

# In a list likewise, and the list comes back as it was, byte for byte: also after another source was imported.
{ printf 'Die Bremse kann ausfallen. ; '; head -c 40000000 /dev/zero | tr '\000' x
    printf ' ; Im Händlersystem hinterlegt. ; Der Airbag löst nicht aus. ; '; head -c 16777215 /dev/zero | tr '\000' y
    printf ' z ; Die Lenkung klemmt.'; } >"$folder/long.txt"
run import --json --db "$folder/list.db" --rejects "$folder/long.rejects" "$folder/long.txt"
expect_status 1
expect_out '"read":6,"recalls":3,"notes":1,'
expect_out '"rejected":2,'
expect "four lines of rejects" "$(wc -l <"$folder/long.rejects")" -eq 4
sed -n 2p "$folder/long.rejects" >"$folder/kept"
expect "the value is there, whole" "$(wc -c <"$folder/kept")" -eq 40000001
for again in 1 2; do
    run export --db "$folder/list.db" --format adac --source long.txt
    expect_status 0
    expect_same "$folder/out" "$folder/long.txt"
    run check --db "$folder/list.db"
    expect_status 0
    run import --quiet --db "$folder/list.db" "$good"
done
run search --json --db "$folder/list.db" Airbag source:long.txt
expect_out '"sources":[{"name":"long.txt","position":3}]'
rm -f "$folder"/long.* "$folder/list.db"

# What a killed import left beside its input is gone with the next one; what another one is just writing stays.
{ cat "$good"; printf '3;4\r\n'; } >"$list"
start_again
printf '# %s, line 4, byte 79: it has fewer columns than the header\n' "$list" >"$folder/.list.csv.rejects.new-99999999"
echo mine >"$folder/.list.csv.rejects.new-mine"
echo mine >"$folder/.other.csv.rejects.new-99999999"
run import --dry-run --db "$db" "$list"
expect "a dry run touches nothing" -e "$folder/.list.csv.rejects.new-99999999"
run import --db "$db" "$list"
expect_status 1
expect "the leftover is gone" ! -e "$folder/.list.csv.rejects.new-99999999"
expect "the rejects are there" -s "$list.rejects"
expect "others' files are there" -e "$folder/.list.csv.rejects.new-mine" -a -e "$folder/.other.csv.rejects.new-99999999"
if command -v flock >/dev/null; then
    echo busy >"$folder/.list.csv.rejects.new-99999998"
    command='import, while another one is writing'
    flock "$folder/.list.csv.rejects.new-99999998" "$RUECKRUF" import --db "$db" "$list" >"$folder/out" 2>"$folder/err"
    expect "what is being written stays" -e "$folder/.list.csv.rejects.new-99999998"
fi
rm -f "$folder"/.*.rejects.new-*
mkfifo "$folder/pipe.csv"
command='import, killed while it writes rejects'
"$RUECKRUF" import --db "$db" "$folder/pipe.csv" >"$folder/out" 2>"$folder/err" &
import=$!
exec 3>"$folder/pipe.csv"
cat "$list" >&3
yes '4;Der Motor kann ausgehen.;FIAT' | head -n 100000 >&3
tries=0
while [ -z "$(find "$folder" -name '.pipe.csv.rejects.new-*')" ] && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -9 $import
exec 3>&-
wait $import 2>/dev/null
expect "it left its rejects" -n "$(find "$folder" -name '.pipe.csv.rejects.new-*')"
rm "$folder/pipe.csv"
cp "$list" "$folder/pipe.csv"
run import --db "$db" "$folder/pipe.csv"
expect_status 1
expect "they are gone" -z "$(find "$folder" -name '.pipe.csv.rejects.new-*')"

finish
