#!/bin/sh
# What would take recalls away by a mistake, or put them where nobody asked for: cut files, quotes, links.
. "$SRCDIR/tests/command/lib.sh"
db=$folder/recalls.db
list=$folder/list.csv
printf 'campaign;text;make\n1;Die Bremse kann ausfallen.;BMW\n2;Der Airbag löst nicht aus.;Opel\n' >"$list"
run import --db "$db" "$list"
cp "$db" "$folder/before.db"

# A file without a single recall is no news that its source lists none any more.
for text in 'campaign;text;make' 'campaign;text;make\n1;2' ; do
    mkdir -p "$folder/cut"
    # shellcheck disable=SC2059
    printf "$text\n" >"$folder/cut/list.csv"
    run import --db "$db" "$folder/cut/list.csv"
    expect_status 2
    expect_error 'list.csv: has no recall that can be used'
    expect_same "$db" "$folder/before.db"
done
echo '{"Count":0,"Results":[]}' >"$folder/cut/answer.json"
run import --db "$db" --source list.csv "$folder/cut/answer.json"
expect_status 2
expect_same "$db" "$folder/before.db"
# Where nothing is listed, nothing can be lost.
run import --json --db "$db" "$folder/cut/answer.json"
expect_status 0
expect_out '"read":0,'
run search --count --db "$db" ''
expect_out 2

# What a server answers in place of the file is no list of one recall, that lists none of the others any more.
printf '503 Service Unavailable\nThe server is busy, please try again later.\n' >"$folder/cut/list.csv"
cp "$db" "$folder/before.db"
run import --db "$db" "$folder/cut/list.csv"
expect_status 2
expect_error 'list.csv: is no csv file any more, as it was before (see what is in it; --format adac takes it as it is)'
expect_same "$db" "$folder/before.db"
run import --db "$db" --format adac --dry-run "$folder/cut/list.csv"
expect_status 0
expect_out '1 new, 2 no longer listed'
# Several files may be one source, and a file may come in another form.
printf '{"campaign":"1","authority":"csv","text":"Die Bremse kann ausfallen.","make":"BMW"}\n' >"$folder/cut/list.csv"
run import --db "$db" --dry-run "$folder/cut/list.csv"
expect_status 0
printf 'Der Motor geht aus. ; Die Lenkung klemmt.' >"$folder/cut/list.txt"
run import --db "$folder/several.db" --source several "$list" "$folder/cut/list.txt"
expect_status 0
expect_out '4 new'

# A quotation mark that nobody closes rejects its row, not the ones after it.
printf 'campaign;text;make\nbad;"x\n3;Der Airbag loest nicht aus.;BMW\n5;"Mehr Text";Opel\n6;Lenkung klemmt;VW\n' >"$folder/quoted.csv"
run import --json --db "$folder/quoted.db" --rejects "$folder/quoted.rejects" "$folder/quoted.csv"
expect_status 1
expect_out '"read":4,"recalls":3,'
expect_out '"rejected":1,'
if ! grep -q 'line 2, byte 19: its quotation marks' "$folder/quoted.rejects"; then fail "the place is not said"; fi
# Text of several lines with marks of its own is no mistake.
printf 'campaign;text;make\n1;"Die Bremse\n""faellt"" aus; oder "klemmt" auch.\nSofort halten." ;BMW\n2;Lenkung klemmt;VW\n' >"$folder/lines.csv"
run import --json --db "$folder/lines.db" "$folder/lines.csv"
expect_status 0
expect_out '"read":2,"recalls":2,'

# What is asked for has to make sense.
for name in '' ' ' "$(printf 'a\033b')"; do
    run import --db "$db" --source "$name" "$list"
    expect_status 2
    expect_error '--source: needs a name'
done
run import --db "$db" --format jsonl --map text=Text "$list"
expect_status 2
expect_error 'the columns of jsonl are known'

# Links to a database that is not there yet.
mkdir "$folder/disk"
ln -s disk/linked.db "$folder/link.db"
run import --db "$folder/link.db" "$list"
expect_status 0
expect "the link is still one" -h "$folder/link.db"
run search --count --db "$folder/disk/linked.db" ''
expect_out 2
ln -s missing/linked.db "$folder/lost.db"
run import --db "$folder/lost.db" "$list"
expect_status 2
expect_error 'is a link to'
expect "no folder was made" ! -e "$folder/missing"
ln -s round.db "$folder/circle.db"
ln -s circle.db "$folder/round.db"
run import --db "$folder/circle.db" "$list"
expect_status 2
expect_error 'the links lead in a circle'
expect "the link is still one" -h "$folder/circle.db"

finish
