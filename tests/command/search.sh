#!/bin/sh
# Searching from the command line, over the recalls that come with the program.
. "$SRCDIR/tests/command/lib.sh"

run search --count ''
expect_status 0
expect_out 13

# What comes with the program is as old as its data, whenever it was built.
run check --json
day=$(date -u -d "@${SOURCE_DATE_EPOCH:-1490000000}" +%F 2>/dev/null)
expect_out "\"built\":\"$day"

run search --count --json ''
expect_status 0
expect "an object" "$(cat "$folder/out")" = '{"count":13}'

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

# Blanks that were pasted or typed by mistake part words, and what nobody sees is no letter of them.
for query in "$(printf 'zündspule\302\240motor')" "$(printf '\342\200\216zündspule')" "$(printf '\357\273\277zündspule motor')"; do
    run search --count "$query"
    expect_out 1
done

# What is printed across a line break is still together; ß is ss.
printf 'Der Airbag im\r\nLenkrad auf der Straße ist falsch. ; Ein VW Golf mit 0 89/ 1 25 01 60 10. ; Die Öl-\nwanne leckt.\n' \
    >"$folder/lines.txt"
run import --quiet --format adac --db "$folder/lines.db" "$folder/lines.txt"
for query in '"airbag im lenkrad"' strasse straße STRASSE '"im lenkrad auf"' vw ölwanne '"vw golf"' '089 1250160' '0891250160' \
    '089 125 016 010' oelw 'öl'; do
    run search --db "$folder/lines.db" --count "$query"
    expect "one hit for $query" "$(cat "$folder/out")" -eq 1
done
# The phone number of a note finds the recalls it is shown with; zeros before a campaign's number are the press's.
run search --count '089 1250160'
expect_out 13
# A telephone number is the same from home and from abroad, as text and phone may have it.
number=1
for phone in '089 1250160' '+49 89 1250160' '+49 (0)89 1250160' '0049-89-1250160' '(+49) 089/1250160'; do
    printf '{"text":"Die Hotline hat die Nummer %s. Fall %s."}\n' "$phone" $number
    number=$((number + 1))
done >"$folder/phones.jsonl"
printf '{"text":"Die Hotline hat die Nummer +43 (0)1 23456789."}\n' >>"$folder/phones.jsonl"
run import --quiet --db "$folder/phones.db" "$folder/phones.jsonl"
for query in '089 1250160' '0891250160' '+49 89 1250160' '+49891250160' '+49 (0)89 1250160' '(+49) 89 1250160' '0049 89 1250160' \
    '00490891250160' '089/125 01-60' 'hotline +49 89 1250160'; do
    run search --db "$folder/phones.db" --count -- "$query"
    expect "five hits for $query" "$(cat "$folder/out")" -eq 5
done
run search --db "$folder/phones.db" --count '+43 (0)1 23456789'
expect_out 1
# From every country; and a short one, which is too little to be looked for without its country.
for phone in '+43 (0)1 23456789' '+43 1 23456789' '0043-1-23456789' '01/23456789' '+423 (0)1 23456789'; do
    printf '{"text":"Die Bremse versagt. Die Hotline hat die Nummer %s."}\n' "$phone"
done >"$folder/abroad.jsonl"
for phone in '+1 (800) 853-1403' '1-800-853-1403' '800 853 1403' '+43 (0)1 25075' '+43 1 25075'; do
    printf '{"text":"Die Lenkung klemmt. Die Hotline hat die Nummer %s."}\n' "$phone"
done >>"$folder/abroad.jsonl"
run import --quiet --db "$folder/abroad.db" "$folder/abroad.jsonl"
for case in '+43 (0)1 23456789=5' '+43 1 23456789=5' '0043 1 23456789=5' '+431/234 56 789=5' '01 23456789=5' '+423 1 23456789=5' \
    '+1 800 853 1403=3' '001 800 853-1403=3' '(800) 853-1403=3' '+43 1 25075=2' '+43 (0)1 25075=2' '0043 1 25075=1' '+44 1 25075=0'; do
    run search --db "$folder/abroad.db" --count -- "${case%=*}"
    expect "${case#*=} hits for ${case%=*}" "$(cat "$folder/out")" -eq "${case#*=}"
done
# It is what was typed, no synonym of it, and nothing else is said to have been looked for.
run search --db "$folder/phones.db" '+49 89 1250160'
expect_lines 5
expect_silence
run search --db "$folder/phones.db" '+49 89 1250169'
expect_status 1
if ! grep -q '^No recall found for *+49 89 1250169$' "$folder/err"; then fail "it says what was looked for"; fi
run search --db "$folder/phones.db" --count -- '-089 1250160'
expect_out 3
{
    printf 'campaign,text\n12223,Die Bremse versagt.\n7,Der Motor geht aus.\n712,Die Lenkung bricht.\n14078R,Das Kabel brennt.\n'
    printf '99912223,Der Reifen platzt.\n'
} >"$folder/table.csv"
run import --quiet --db "$folder/table.db" "$folder/table.csv"
for case in 012223:12223 0122:12223 000007:7 007:7 000712:712 014078:14078R 014078R:14078R; do
    run search --db "$folder/table.db" --json "${case%:*}"
    expect_lines 1
    expect_out "\"campaign\":\"${case#*:}\""
done
# A campaign's number is known with other marks between its letters and digits, or with none; NHTSA's without the zeros
# that end all of them, and the KBA's without its R.
{
    printf 'campaign,text\nR/2015/001,Die Bremse versagt.\nRM/2015/001,Der Motor geht aus.\n19V188000,Die Lenkung bricht.\n'
    printf '19V188100,Das Kabel brennt.\n00V109000,Die Tür fällt.\n14078R,Der Gurt reißt.\n10011,Der Airbag zündet.\n'
} >"$folder/numbers.csv"
run import --quiet --db "$folder/numbers.db" "$folder/numbers.csv"
for case in R-2015-001=R/2015/001 R2015001=R/2015/001 r.2015.001=R/2015/001 RM2015001=RM/2015/001 'campaign:R2015001=R/2015/001' \
    19-V-188-000=19V188000 19v-188-000=19V188000 19V188-100=19V188100 campaign:19V188=19V188000 campaign:19-v-188=19V188000 \
    campaign:14078=14078R campaign:014078=14078R campaign:19V188100=19V188100 campaign:00V109=00V109000; do
    run search --db "$folder/numbers.db" --json -- "${case%=*}"
    expect_lines 1
    expect_out "\"campaign\":\"${case#*=}\""
done
for query in campaign:19V1 campaign:1407 campaign:R2015 campaign:10011000 10.0.11; do
    run search --db "$folder/numbers.db" "$query"
    expect_status 1
done
# A phrase is these words in this order, whatever marks it and whatever punctuation stands in the text.
printf '{"text":"Owners will be notified, and dealers (of all brands) will repair. The dealers do."}\n' >"$folder/owners.jsonl"
run import --quiet --db "$folder/owners.db" "$folder/owners.jsonl"
for query in '"notified and dealers of"' '"notified, and"' '"brands, will repair the d' '„notified and“' '“all brands will”' '«notified and»' \
    '»notified and«' '„notified and'; do
    run search --db "$folder/owners.db" --count "$query"
    expect "one hit for $query" "$(cat "$folder/out")" -eq 1
done
for query in '"and notified"' '„dealers notified“' '"notified dealers"'; do
    run search --db "$folder/owners.db" --count "$query"
    expect "no hit for $query" "$(cat "$folder/out")" -eq 0
done
# An id is found as a word, as it is said: any case, O for 0, the dash or not.
for query in DMSS-SX603 dmsssx6o3 '"DMSS-SX603"' 'zündspule DMSS-SX603'; do
    run search --json -- "$query"
    expect_lines 1
    expect_out '"id":"DMSS-SX603"'
done
run search --count -- -DMSS-SX603
expect_out 12

# Doors, not temperatures.
run search --json tür
expect_not_out "bei tiefen Temperaturen"

# Numbers, however they are grouped.
for number in 12137638477 '12 13 7 638 477' 7638477; do
    run search "$number"
    expect_lines 1
    expect_out Zündspulen
done

printf '{"text":"Teil 12.13.7.638.477 in 1.971.675 Fahrzeugen und 40,915 cars seit 14.11.2011, Motor 3.0, Tel. 0800.123.4567."}\n' \
    >"$folder/points.jsonl"
run import --quiet --db "$folder/points.db" "$folder/points.jsonl"
for case in 12137638477:1 '12 13 7 638 477:1' 12.13.7.638.477:1 1971675:1 1.971.675:1 1,971,675:1 40915:1 40.915:1 14.11.2011:1 \
    08001234567:1 '0800 123.4567:1' 3.0:1 30:0 3.1:0 1.4.1:0; do
    run search --count --db "$folder/points.db" "${case%:*}"
    expect "${case%:*}" "$(cat "$folder/out")" = "${case##*:}"
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

# A field whose value is still being typed says nothing yet.
for query in 'pumpe cat:' 'pumpe cat:"' 'pumpe make:""'; do
    run search --count "$query"
    expect_out 3
done

# Any input is a query.
for query in '-' '*' '"' '(' ':' '^' "'" '- * " ( : AND OR NOT NEAR ^' '""' '---' '"airbag'; do
    run search --count -- "$query"
    expect "no error for $query" "$status" -le 1
    expect_silence
done

# Fields, in German and English; what is not known is an error that names what is.
for case in 'cat:engine:4' 'cat:motor:4' 'kategorie:Elektrik:4' 'hazard:brand:3' 'hazard:fire:3' 'since:2014-05:3' \
    'part:7638477:1' 'make:bmw:5' 'market:usa:1' 'source:001:4' 'remedy:software:1'; do
    run search --count "${case%:*}"
    expect_out "${case##*:}"
done
for value in kühlung kuehlung kuhlung; do
    run search --count "cat:$value"
    expect_out 2
done
# So with names out of the data.
cat >"$folder/names.jsonl" <<'NAMES'
{"text":"Die Bremse versagt. Betroffen sind Fahrzeuge in Österreich.","make":"Škoda","models":["Käfer"]}
{"text":"Der Motor geht aus.","make":"Citroen","models":["Kaefer 2","Bulli"]}
NAMES
run import --quiet --db "$folder/names.db" "$folder/names.jsonl"
for case in model:käfer:2 model:kaefer:2 model:kafer:1 model:KÄF:0 make:skoda:1 make:Citroën:1 market:oesterreich:1 market:osterreich:1 \
    source:NAMES:2; do
    run search --db "$folder/names.db" --count "${case%:*}"
    expect "$case" "$(cat "$folder/out")" = "${case##*:}"
done
# A maker and a market have many names, of which each finds all; what is printed stays as the source wrote it.
cat >"$folder/many.jsonl" <<'NAMES'
{"text":"Die Bremse versagt.","make":"VW","models":["Golf"]}
{"text":"Der Motor geht aus. Betroffen sind Fahrzeuge in den USA.","make":"VOLKSWAGEN","models":["Golf"]}
{"text":"Die Lenkung klemmt. Betroffen sind Fahrzeuge in Deutschland.","make":"Mercedes-Benz","models":["Vito"]}
{"text":"Das Licht geht aus.","make":"Daimler","models":["Vito"]}
{"text":"Die Tür geht auf.","make":"Trabant","models":["P 601"]}
{"text":"Der Tank leckt.","make":"HARLEY DAVIDSON","models":["Road King"]}
{"text":"Die Kette reißt.","make":"IFOR-WILLIAMS","models":["HB 510"]}
NAMES
run import --quiet --db "$folder/many.db" "$folder/many.jsonl"
for case in make:vw:2 make:Volkswagen:2 make:VOLKSWAGEN:2 make:mercedes:2 'make:"mercedes benz":2' make:daimler:2 make:trabant:1 \
    make:golf:0 '-make:vw:5' make:harley-davidson:1 make:harleydavidson:1 make:"ifor williams":1 'make:vw OR make:mercedes:4' 'make:trabant OR make:vw:3' market:germany:1 market:Deutschland:1 \
    market:de:1 market:usa:1 'market:"United States":1' market:us:1 market:austria:0; do
    run search --db "$folder/many.db" --count -- "${case%:*}"
    expect "$case" "$(cat "$folder/out")" = "${case##*:}"
done
run search --db "$folder/many.db" --json make:vw
expect_out '"make":"VW"'
expect_out '"make":"VOLKSWAGEN"'
run search --db "$folder/many.db" wvwzzz1jz3w386752
grep -q 'Of the make Volkswagen: .*(2)' "$folder/err" || fail "the vehicle number's offer counts one name only"
run search --count market:germany
expect_out 1
run search --count 'gelenkscheibe OR zündspule'
expect_out 2
run search 'foo:bar'
expect_status 2
expect_error 'foo: there is no field of this name'
run search since:2014-13
expect_status 2
expect_error 'since: there is no such date: “2014-13”'
run search year:2014-13
expect_status 2
expect_error 'write a year like 2012'
# A category that holds nothing: what it was understood as, and the way out of it.
run search cat:brakes
expect_status 1
grep -q "rueckruf search -- ''  (13)" "$folder/err" || fail 'all categories are not offered'
run search 'cat:nix'
expect_status 2
expect_error 'electrics, engine'

# Synonyms find more, and that is said; quotes switch them off.
run search fire
expect_lines 3
grep -q synonyms "$folder/err" || fail "synonyms are not announced"
run search '"fire"'
expect_status 1
# Each word of an alternative, one of two letters, with a stop, of two groups.
run search --count 'zzqq OR fire'
expect_out 3
run search --count '"fire" OR zzqq'
expect_out 0
for text in 'The oil pump may fail.' 'The part number is wrong.' 'The child seat anchor is loose.' 'The door opens while driving.'; do
    printf '{"text":"%s"}\n' "$text"
done >"$folder/groups.jsonl"
run import --quiet --db "$folder/groups.db" "$folder/groups.jsonl"
for case in Öl:1 öl:1 Teilenr.:1 'TEILENR:1' latch:2; do
    run search --count --db "$folder/groups.db" "${case%:*}"
    expect "$case" "$(cat "$folder/out")" = "${case##*:}"
done

# An empty answer proposes what has hits.
run search zündspuhle airbag
expect_status 1
grep -q 'Perhaps only Zündspulen: .*(1)' "$folder/err" || fail "no nearest spelling"
# What was quoted is proposed as words, with synonyms; what they find is no mistake in spelling.
run search '"fire"'
grep -q 'With synonyms fire: rueckruf search -- fire  (3)' "$folder/err" || fail "synonyms are not proposed"
run search '"gelenkscheibe elastische"'
grep -q 'With synonyms gelenkscheibe elastische: .*(1)' "$folder/err" || fail "the words are not proposed"
run search fire year:1999
if grep -q Perhaps "$folder/err"; then fail "a word with synonyms is spelled well"; fi
grep -q 'Without year:"1999": rueckruf search -- fire  (3)' "$folder/err" || fail "the year is not left out"
# A year that no text names may be a car's.
printf '{"text":"Die Bremse versagt.","make":"VW","models":["Golf"],"years":[2016,2020]}\n' >"$folder/golf.jsonl"
run import --quiet --db "$folder/golf.db" "$folder/golf.jsonl"
run search --db "$folder/golf.db" golf 2019
expect_status 1
grep -q 'Built in 2019: rueckruf search .* golf year:2019  (1)' "$folder/err" || fail "the year of a car is not proposed"
run search --db "$folder/golf.db" golf Bj. 2019
grep -q 'Built in 2019: rueckruf search .* golf year:2019  (1)' "$folder/err" || fail "the word before a year stays"
run search --db "$folder/golf.db" Baujahr 2019 golf
grep -q 'Built in 2019: rueckruf search .* year:2019 golf  (1)' "$folder/err" || fail "the word before a year stays"
run search --db "$folder/golf.db" golf 2021
if grep -q Built "$folder/err"; then fail "a year without cars is proposed"; fi
# Also one that only stands before a hyphen, and a make.
run search airag
grep -q 'Perhaps Airbag: .*(1)' "$folder/err" || fail "no nearest part of a word"
# What others are joined to is found inside words, and its spelling as well: the end of a word, none cut out of it.
for case in pumppe:pumpe:3 getribe:getriebe:1 getrieeb:getriebe:1 heizng:heizung:1; do
    run search "${case%%:*}"
    expect_status 1
    grep -q "Perhaps $(echo "${case#*:}" | sed 's/:/: .*(/'))" "$folder/err" || fail "no nearest end of a word: $case"
done
run search filtr
if grep -q Perhaps "$folder/err"; then fail "a word is cut into what is none"; fi
run search --db "$folder/many.db" trabnt
grep -qi 'Perhaps Trabant: .*(1)' "$folder/err" || fail "no nearest make"
# A name of a field is one of that field.
printf '{"text":"Sunday, %s.","make":"%s","models":["%s"]}\n' the HYUNDAI Santa\ Fé Benz MERCEDES-BENZ Vito >"$folder/makes.jsonl"
run import --quiet --db "$folder/makes.db" "$folder/makes.jsonl"
for case in make:hunday=HYUNDAI make:merzedes-bens=MERCEDES-BENZ 'make:"merzedes benz"=MERCEDES-BENZ' model:santafee='Santa Fé' model:viito=Vito; do
    run search --db "$folder/makes.db" "${case%=*}" sunday
    expect_status 1
    grep -q "Perhaps ${case#*=}: .*${case%%:*}:\"${case#*=}\" sunday.*(1)" "$folder/err" || fail "no nearest name: $case"
done
run search --db "$folder/makes.db" model:vitus
if grep -q Perhaps "$folder/err"; then fail "a name far from it is proposed"; fi
run search WBA12345678901234
expect_status 1
grep -q 'no single cars' "$folder/err" || fail "the vehicle number is not recognised"
grep -q 'Of the make BMW: .*(5)' "$folder/err" || fail "its make is not offered"

# What it proposes goes through a shell as it is, to the same database.
awkward="$folder/a b's.db"
printf '{"text":"Der Motor ist laut. Die Motoren der Reihe brennen."}\n{"text":"Ob der Motor aus ist?"}\n{"text":"Motor. Der Wagen."}\n' \
    >"$folder/motors.jsonl"
run import --quiet --db "$awkward" "$folder/motors.jsonl"
PATH=$folder/bin:$PATH
mkdir "$folder/bin"
ln -s "$RUECKRUF" "$folder/bin/rueckruf"
for query in '"der motor" zzqq' "motor* zzqq" '(motor OR wagen) zzqq' 'ist? zzqq' "motor' -laut zzqq" '$(motor) zzqq' '-laut cat:hv'; do
    run search --db "$awkward" -- "$query"
    expect_status 1
    sed -n 's/^.*: \(rueckruf search .*\)  (\([0-9]*\))$/\2 \1/p' "$folder/err" >"$folder/offers"
    expect "an offer for $query" -s "$folder/offers"
    while read -r hits offer; do
        expect "$hits hits of $offer" "$(eval "$offer" 2>/dev/null | wc -l)" -eq "$hits"
    done <"$folder/offers"
done

# Order, number and width.
run search --limit 2 ''
expect_lines 2
run search --sort=headline --limit 1 ''
expect_out Befestigungsbolzen
for width in 20 21 25 26 30 40 80 120; do
    run search --width $width --limit 1 ''
    expect "a line is at most $width columns" "$(wc -L <"$folder/out")" -le $width
    expect_lines 1
    expect_out 'KM2K-CY5BJ  '
done

# Attributes only where they are wanted, and those of the terminal.
escape=$(printf '\033')
TERM=xterm run search brand
expect_not_out "$escape"
TERM=xterm run search --color always cat:electrics
expect_out "${escape}[1m${escape}[31m[FIRE]${escape}"
TERM=vt100 run search --color always cat:electrics
expect_out "${escape}[1m[FIRE]${escape}"
TERM=xterm run search --color never cat:electrics
expect_not_out "$escape"
TERM=xterm run search --color always --json cat:electrics
expect_not_out "$escape"
TERM=xterm run show --color always DPQQ-266GR
expect_out "${escape}[31m[FIRE]${escape}"
TERM=xterm run show DPQQ-266GR
expect_not_out "$escape"

# The text says the facts where they are underlined.
TERM=xterm run show --color always DPQQ-266GR
expect_out "${escape}[4mAug. 2013${escape}"
expect_out "${escape}[4mkostenlos${escape}"
TERM=xterm run show --color always DMSS-SX603
expect_out "${escape}[4mTeilenummern 12137638477${escape}"

finish
