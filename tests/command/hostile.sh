#!/bin/sh
# Files that are no recall files, or bad ones: an answer that names the trouble, and the old database as it was.
. "$SRCDIR/tests/command/lib.sh"
db=$folder/recalls.db
bad=$folder/bad
run import --db "$db" "$first"
cp "$db" "$folder/before.db"

# Imports standard input; nothing of it is left behind but what the summary counts.
import_input()
{
    command="import - <<< $1"
    "$RUECKRUF" import --json --db "$db" --rejects "$folder/rejects" - >"$folder/out" 2>"$folder/err"
    status=$?
}

expect_nothing_changed()
{
    expect_same "$db" "$folder/before.db"
    for left in "$folder"/.recalls.db.*; do
        case $left in *.lock | *'*') ;; *) fail "left behind: $left" ;; esac
    done
}

# Refused as a whole: refused WHY, with the bytes on standard input.
refused()
{
    import_input "$1"
    expect_status 2
    expect_error "$1"
    expect_nothing_changed
}

{ printf 'Die Bremse'; printf '\0\0'; printf 'kann ausfallen. ; Der Airbag'; } | refused 'it has NUL bytes'
refused 'it may be in UTF-16' </dev/zero
head -c 300000 /dev/urandom | tr '\001' '\000' | refused 'is not a text'
gzip -c "$first" | refused 'is compressed (gzip)'
printf '\377\376D\000i\000e\000' | refused 'is in UTF-16'
printf '\376\377\000D\000i\000e' | refused 'is in UTF-16'
iconv -f UTF-8 -t UTF-16LE "$first" | refused 'it may be in UTF-16'
printf '\377\376\000\000D\000\000\000i\000\000\000' | refused 'is in UTF-32'
head -c 20000000 /dev/zero | tr '\000' a | refused 'without a " ; "'
yes | refused 'without a " ; "'
{ seq -s , 10000; seq -s , 10000; } | refused 'at most 1024 can be read'
printf '' | refused 'is empty'
printf '<!DOCTYPE html><p>Fehler 404 ; nicht gefunden' | refused 'is a web page'
printf 'PK\003\004.........' | refused 'is a zip archive'

# What can't be used is set aside, the rest is taken: taken READ RECALLS REJECTED
taken()
{
    import_input "$*"
    expect_status $(($3 > 0))
    expect_out "\"read\":$1,\"recalls\":$2,"
    expect_out "\"rejected\":$3,"
    cp "$folder/before.db" "$db"
}

# A row of 10,000 columns, a row whose quote is never closed.
{ echo text,make; seq -s , 10000; echo Bremse kann ausfallen,BMW; } | taken 2 1 1
printf 'text,make\n"Die Bremse,BMW\nDie Lenkung,VW\nDer Airbag,Audi\n' | taken 3 2 1

# A row that is longer than memory should be is set aside in pieces; what follows it is taken, and every piece is counted.
# More bytes: HOSTILE_BYTES.
{
    printf 'text,make\n"'
    head -c "${HOSTILE_BYTES:-40000000}" /dev/zero | tr '\000' a
    printf '",BMW\nDie Lenkung kann klemmen,VW\n'
} >"$bad"
import_input 'a very long row' <"$bad"
expect_status 1
expect "every piece is counted" "$(tr ',{}' '\n' <"$folder/out" | awk -F: '
    /"read"/ { read = $2 } /"recalls"|"notes"|"rejected"/ { sum += $2 } END { print read - sum }')" -eq 0
run search --count --db "$db" 'lenkung klemmen'
expect_out 1
cp "$folder/before.db" "$db"
rm "$bad"

# Line ends of old Macs; " ; " inside a field in quotes, and in a list, where it always separates.
printf 'text,make\rDie Bremse,BMW\rDie Lenkung,VW\r' | taken 2 2 0
printf 'campaign;make;text\n1;BMW;"Die Bremse ; kann ausfallen"\n2;VW;"a ; b"\n' | taken 2 2 0
printf 'Die Bremse kann ausfallen: "links ; rechts" sagt er. ; Im Händlersystem hinterlegt.' | taken 3 2 0

# A recall of very many models and parts takes no longer for each of them.
many=$(seq -s '","' 50000)
printf '{"text":"Die Bremse kann ausfallen","models":["%s"],"parts":["%s"]}\n' "$many" "$many" >"$bad"
command='import of very many models and parts'
timeout 10 "$RUECKRUF" import --json --db "$db" --rejects "$folder/rejects" - <"$bad" >"$folder/out" 2>"$folder/err"
status=$?
expect_status 0
cp "$folder/before.db" "$db"
rm "$bad"

# Ctrl-C stops an import within a second, whatever it waits for, and leaves nothing behind.
stop_importer()
{
    # Until it reads, a shell's child in the background ignores the key.
    for _ in $(seq 300); do
        if ls -A "$folder" | grep -q '\.stage-'; then break; fi
        sleep 0.1
    done
    sleep 0.5
    kill -INT $importer
    for _ in $(seq 30); do
        kill -0 $importer 2>/dev/null || break
        sleep 0.1
    done
    kill -9 $importer 2>/dev/null
    wait $importer
    status=$?
    [ -z "$writer" ] || kill $writer 2>/dev/null
    expect_status 130
    expect_error 'rueckruf: import: interrupted (nothing was imported)'
    expect_nothing_changed
}
mkfifo "$folder/pipe"
for pipe in endless idle; do
    case $pipe in
    endless) yes 'Die Bremse kann ausfallen. ; Der Airbag zündet nicht. ;' ;;
    idle) printf 'Die Bremse kann ausfallen. ;' && exec sleep 60 ;;
    esac >"$folder/pipe" 2>/dev/null &
    writer=$!
    "$RUECKRUF" import --db "$db" - <"$folder/pipe" >"$folder/out" 2>"$folder/err" &
    importer=$!
    command="import of an $pipe pipe"
    stop_importer
done
"$RUECKRUF" import --db "$db" "$folder/pipe" >"$folder/out" 2>"$folder/err" &
importer=$! writer=
command='import of a pipe that nobody writes to'
stop_importer
finish
