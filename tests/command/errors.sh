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
