#!/bin/sh
# The language of the texts: by the environment, whether the locale is installed or not, never by a path.
. "$SRCDIR/tests/command/lib.sh"
unset LC_ALL LC_MESSAGES LC_CTYPE LANGUAGE
german='in den Rückrufen blättern'
ascii='in den Rueckrufen blaettern'
english='browse the recalls'

# speaks TEXT VARIABLE=VALUE…: what --help says in this environment
speaks()
{
    text=$1
    shift
    command="--help with $*"
    env "$@" "$RUECKRUF" --help >"$folder/out" 2>"$folder/err"
    status=$?
    expect_status 0
    expect_silence
    expect_out "$text"
}

for name in de_DE.UTF-8 de_AT.utf8 de_XX.UTF-8; do
    speaks "$german" LANG=$name
    speaks "$german" LC_ALL=$name
    speaks "$german" LC_MESSAGES=$name LANG=en_US.UTF-8 LC_CTYPE=C.UTF-8
    speaks "$english" LANG=$name LC_ALL=C
    speaks "$english" LANG=$name LC_ALL=C.UTF-8
    speaks "$english" LANG=$name LC_MESSAGES=C.UTF-8
    speaks "$english" LANG=$name LANGUAGE=en
    speaks "$english" LANG=$name LANGUAGE=en:de
    speaks "$german" LANG=$name LANGUAGE=fr:de:en
done
speaks "$ascii" LANG=de_XX
speaks "$ascii" LC_ALL=de_DE@nothing
speaks "$english" LANG=
speaks "$english" LC_ALL=C LANGUAGE=de
speaks "$english" LANG=en_US.UTF-8
speaks "$english" LANG=fr_FR.UTF-8

# Numbers, dates and quotation marks are the language's own, and one is one.
cat >"$folder/one.jsonl" <<END
{"id":"X-1","text":"Die Bremse fällt aus, nur Fahrzeuge mit Automatik sind betroffen. Die Aktion läuft seit 3. Mai 2014.","affected":{"world":1234567,"germany":2014}}
END
"$RUECKRUF" import --quiet --db "$folder/one.db" "$folder/one.jsonl"
id=$(ids_of "$folder/one.db")
says()
{
    run show --db "$folder/one.db" "$id"
    expect_out "$1"
    expect_out "$2"
    run check --db "$folder/one.db"
    expect_out "$3"
}
LC_ALL=de_DE.UTF-8
export LC_ALL
says '1.234.567 weltweit, 2014 in Deutschland' 'seit 3. Mai 2014' '1 Rückruf · 1 Quelle ·'
LC_ALL=C.UTF-8
says '1,234,567 worldwide, 2014 in Germany' 'since 3 May 2014' '1 recall · 1 source ·'
unset LC_ALL

# A catalogue elsewhere is never read: its texts could hold anything.
mkdir -p "$folder/de/LC_MESSAGES"
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\nmsgid "browse the recalls"\nmsgstr "elsewhere"\n' |
    msgfmt -o "$folder/de/LC_MESSAGES/rueckruf.mo" - || exit 77
for path in "$folder/de" "../../../../../../../../../../..$folder/de" '../x' '..' '/' '%s%s%s%n' 'de/../../x'; do
    for variable in LC_ALL LANG LC_MESSAGES LANGUAGE NLSPATH LOCPATH TEXTDOMAINDIR; do
        speaks "$english" "$variable=$path"
        case $variable in
        NLSPATH | TEXTDOMAINDIR | LOCPATH) speaks "$german" "$variable=$path" LANG=de_DE.UTF-8 ;;
        esac
    done
    speaks "$german" LC_ALL=de_DE.UTF-8 LANGUAGE="$path"
done

# Counts stand below each other, however long names become where umlauts are written out.
LANG=de_DE.UTF-8 LANGUAGE=de run categories --ascii
expect_out 'Rueckhaltesysteme'
expect "counts in one column" "$(awk '{ print length }' "$folder/out" | sort -u | wc -l)" -eq 1

finish
