# Reads places.txt, then a catalogue without wrapped lines; prints every text that is too long for its place.
# In the C locale: a character is a byte that does not continue another. None of the texts has wide ones.

function columns(text)
{
    gsub(/\\[\\"nt]/, "x", text)
    gsub(/%[.*lz]*[sdiuc]/, "xxxx", text)
    gsub(/[\200-\277]/, "", text)
    return length(text)
}

function quoted(line)
{
    sub(/^[^"]*"/, "", line)
    sub(/"$/, "", line)
    return line
}

# The entry that ends here, and what was collected of it.
function finish(    i, text)
{
    for (i = 1; i <= count; i++) {
        text = texts[i]
        if (text != "" && most && columns(text) > most) {
            printf "%d columns, %d at most (%s): %s\n", columns(text), most, where, text
            failed = 1
        }
    }
    count = most = 0
    where = ""
}

function limit(place,    columns_most)
{
    seen[place] = 1
    columns_most = places[place]
    if (columns_most && (!most || columns_most < most)) {
        most = columns_most
        where = place
    }
}

FNR == NR && /^[0-9]/ { number = $1; sub(/^[0-9]+ /, ""); places[$0] = number; next }
FNR == NR { next }
/^#~/ { next }
/^#: / { for (i = 2; i <= NF; i++) limit($i); next }
/^msgid "/ { limit("\"" quoted($0) "\"") }
/^msg(id|str)/ { texts[++count] = quoted($0) }
/^$/ { finish() }

END {
    finish()
    # A place without texts was renamed, and is no longer measured.
    for (place in places)
        if (!(place in seen)) {
            print "no text is in this place: " place
            failed = 1
        }
    exit failed
}
