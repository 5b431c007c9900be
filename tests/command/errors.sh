#!/bin/sh
# Bad input: what was wrong and what to do, the status of the contract, and nothing is lost.
. "$SRCDIR/tests/command/lib.sh"
db=$folder/recalls.db
"$RUECKRUF" import --quiet --db "$db" "$second"
cp "$db" "$folder/before.db"

: >"$folder/empty"
printf '\000\001\002' >"$folder/nul"
printf '\037\213\010\000abc' >"$folder/packed.gz"
printf '\377\376T\000' >"$folder/utf16"
head -c 4096 "$RUECKRUF" >"$folder/program"
for file in empty nul packed.gz utf16 program missing .; do
    run import --db "$db" "$folder/$file"
    expect_status 2
    expect_error "$folder/$file: "
    expect_same "$db" "$folder/before.db"
done

# Databases that are none.
printf 'hello' >"$folder/text.db"
head -c 3000 "$db" >"$folder/short.db"
head -c 70000 "$db" >"$folder/half.db"
cp "$db" "$folder/newer.db"
printf '\000\000\000\011' | dd of="$folder/newer.db" bs=1 seek=60 conv=notrunc 2>/dev/null
mkfifo "$folder/pipe.db"
for case in 'empty:2' 'text.db:2' 'missing.db:2' '.:2' 'newer.db:3' 'pipe.db:2' 'short.db:3' 'half.db:3'; do
    for command in search categories check; do
        if [ $command = search ]; then set -- x; else set --; fi
        run $command --db "$folder/${case%:*}" "$@"
        expect_status "${case#*:}"
        expect_error "$folder/${case%:*}: "
    done
done
run import --db "$folder/text.db" "$first"
expect_status 2
expect "the other file is untouched" "$(cat "$folder/text.db")" = hello

# A damaged database is no ground to import on; the message names the file, and its way out is one.
cp "$db" "$folder/zeroed.db"
for page in 2 3 4; do
    dd if=/dev/zero of="$folder/zeroed.db" bs=65536 seek=$page count=1 conv=notrunc 2>/dev/null
done
for name in short half zeroed; do
    cp "$folder/$name.db" "$folder/before_$name.db"
    run import --db "$folder/$name.db" "$first" "$third"
    expect_status 3
    expect_error "$folder/$name.db: "
    expect_error 'move it away and import the recall files again'
    if grep -qE 'malformed|btree|main \*\*\*' "$folder/err"; then fail "SQLite speaks"; fi
    expect_same "$folder/$name.db" "$folder/before_$name.db"
    mv "$folder/$name.db" "$folder/away.db"
    run import --db "$folder/$name.db" "$first"
    expect_status 0
done
run check --db "$folder/before_zeroed.db"
expect_status 3
if grep -qE 'malformed|btree|main \*\*\*' "$folder/err"; then fail "SQLite speaks"; fi

# What the system refuses is said in our words.
command='import, with a limit of the size of files'
(
    ulimit -f 100
    exec "$RUECKRUF" import --db "$folder/limited.db" "$first" >"$folder/out" 2>"$folder/err"
)
status=$?
expect_status 2
expect_error 'the file would become too large'
expect_error 'free some space'
if grep -q 'disk I/O' "$folder/err"; then fail "SQLite speaks"; fi

# A flipped bit in a text is never shown as if it were the text.
cp "$db" "$folder/flipped.db"
place=$(grep -abo 'Befestigungsbolzen am Generator' "$folder/flipped.db" | head -n 1 | cut -d: -f1)
printf 'X' | dd of="$folder/flipped.db" bs=1 seek="$place" conv=notrunc 2>/dev/null
run check --db "$folder/flipped.db"
expect_status 3
expect_error 'damaged'
run search --json --db "$folder/flipped.db" ''
expect_status 3
expect_not_out 'Xefestigungsbolzen'

# Rules with a mistake name the line.
mkdir "$folder/rules"
cp "$SRCDIR"/data/rules/*.rules "$folder/rules"
echo 'category nosuch 6 de: word' >>"$folder/rules/categories.rules"
line=$(wc -l <"$folder/rules/categories.rules")
RUECKRUF_RULES=$folder/rules run import --db "$folder/ruled.db" "$first"
expect_status 2
expect_error "categories.rules:$line: "

# Check takes no file; the way out names the option that does.
run check "$db"
expect_status 2
expect_error "$db: check takes no words"
expect_error '--db FILE'

# A place that can't be written.
run import --db /proc/recalls.db "$first"
expect_status 2

finish
