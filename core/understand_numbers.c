#include <string.h>
#include <strings.h>

#include "core/understand_facts.h"

/* Numbers of parts, and web addresses. */

enum { NUMBER_CHARACTERS = 40 };

/* What stands before the first blank of a part number with letters is short: "4F0 941 003". */
enum { HEAD_CHARACTERS = 3 };

/* "5Q0.959.435 A": one with dots is whole but for a letter behind it. */
enum { DOTTED_CHARACTERS = 9 };

/* --- Part numbers -------------------------------------------------------------------------- */

static bool is_part_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           byte == '.' || byte == '-' || byte == '/';
}

/* "2012", "2001-2012": what stands behind a list's last "and". */
static bool is_years(const char *part)
{
    for (;;) {
        bool is_year = (strncmp(part, "19", 2) == 0 || strncmp(part, "20", 2) == 0) && strspn(part, "0123456789") == 4;
        if (!is_year || !part[4])
            return is_year;
        if (part[4] != '-')
            return false;
        part += 5;
    }
}

/*
 * Whether a part number with letters goes on behind a blank: with three digits by themselves as in "4F0 941 003", then
 * also with two, or with the one or two capitals at its end.
 */
static bool goes_on(struct text_view text, size_t at, bool is_joined)
{
    enum { DIGITS = 3 };
    size_t end = at;
    while (end < text.length && text_is_digit(text.bytes[end]))
        end++;
    size_t digits = end - at, capitals = 0;
    while (digits == 0 && end < text.length && text.bytes[end] >= 'A' && text.bytes[end] <= 'Z') {
        end++;
        capitals++;
    }
    bool is_whole = end >= text.length || !is_part_byte(text.bytes[end]) || text.bytes[end] == '.';
    return is_whole && (digits == DIGITS || (is_joined && (digits == 2 || capitals == 1 || capitals == 2)));
}

/* The next part number from the place, which moves behind it: "4F0.941.003", "12 13 7 638 477". 0: there is none. */
static size_t take_part(struct text_view text, size_t *at, char *part)
{
    size_t count = 0, digits = 0, letters = 0, end = *at, place = *at;
    bool only_digits = true, is_joined = false, has_dot = false, is_dotted = false;
    while (place < text.length && count + 1 < NUMBER_CHARACTERS) {
        if (text.bytes[place] == ' ' && count > 0 &&
            (only_digits ? place + 1 < text.length && text_is_digit(text.bytes[place + 1])
                         : (is_joined || is_dotted || count <= HEAD_CHARACTERS) &&
                               goes_on(text, place + 1, is_joined || is_dotted))) {
            place++;
            is_joined = !only_digits;
            continue;
        }
        if (!is_part_byte(text.bytes[place]))
            break;
        bool is_digit = text_is_digit(text.bytes[place]);
        only_digits = only_digits && is_digit;
        is_dotted = has_dot && count >= DOTTED_CHARACTERS;
        has_dot = has_dot || text.bytes[place] == '.';
        digits += is_digit;
        letters += !is_digit && !strchr(".-/", text.bytes[place]);
        part[count++] = text.bytes[place++];
        end = place;
    }
    while (count > 0 && strchr(".-/", part[count - 1])) {
        count--;
        end--;
    }
    part[count] = '\0';
    if (digits < 3 || count < 4 || digits < letters || is_years(part))
        return 0;
    *at = end;
    return count;
}

/* Skips from behind the cue to where the number may stand: "Teilenummern: ", "Teilenr. lautet ". */
static size_t skip_to_part(struct text_view text, size_t at)
{
    static const char *const fillers[] = {"n", "s", "mern", "mer", "nr", "lauten", "lautet", "ist", "nummer", NULL};
    for (bool moved = true; moved;) {
        moved = false;
        while (at < text.length && strchr(" .:(-#", text.bytes[at]))
            at++;
        for (size_t i = 0; fillers[i]; i++) {
            size_t length = strlen(fillers[i]);
            /* "N 910 965 01" begins with a letter, "Teilenummern" ends with it. */
            bool is_word = length > 1 || (at > 0 && text.bytes[at - 1] != ' ');
            bool is_alike = at < text.length && (text.bytes[at] | 0x20) == fillers[i][0]; /* most are not */
            if (is_word && is_alike && text.length - at > length &&
                strncasecmp(text.bytes + at, fillers[i], length) == 0 && strchr(" .:", text.bytes[at + length])) {
                at += length;
                moved = true;
                break;
            }
        }
    }
    return at;
}

/* Behind a part number to the next one of the list: ", ", " und ", ", and ". */
static void skip_to_next(struct text_view text, size_t *at)
{
    static const char *const joints[] = {"und ", "oder ", "sowie ", "bzw. ", "bzw ", "and ", "or ", "& ", "/ ", NULL};
    while (*at < text.length && strchr(" ,", text.bytes[*at]))
        (*at)++;
    for (size_t i = 0; joints[i]; i++) {
        size_t length = strlen(joints[i]);
        if (text.length - *at > length && (text.bytes[*at] | 0x20) == joints[i][0] &&
            strncasecmp(text.bytes + *at, joints[i], length) == 0) {
            *at += length;
            return;
        }
    }
}

/* Cues of so few letters stand by themselves. */
enum { SHORT_CUE = 7 };

/* Takes the part numbers behind a cue. */
static void take_parts(struct facts *facts, struct span cue)
{
    struct text_view text = facts->reading->text;
    char part[NUMBER_CHARACTERS];
    size_t at = skip_to_part(text, facts->reading->folded.origins[cue.end]), count;
    while ((count = take_part(text, &at, part)) > 0) {
        facts_add_item(facts, &facts->recall->parts, (struct text_view){part, count}, FACT_PART, cue);
        struct evidence *last = facts->evidence_count ? &facts->evidence[facts->evidence_count - 1] : NULL;
        if (last && last->kind == FACT_PART)
            last->length_bytes = (uint32_t)(at - last->start_bytes);
        skip_to_next(text, &at);
    }
}

/* Each cue of a part number begins with one of these, and none of these with another. */
const char *const phrases_parts[] = {"teilenummer",  "teilnummer", "teilenr",   "teilnr",   "teile nr",   "teil nr",
                                     "ersatzteilnr", "etnr",       "sachn",     "sach nr",  "artikeln",   "artikel nr",
                                     "materialn",    "oenummer",   "oe nummer", "bestelln", "bestell nr", "part",
                                     "p/n",          "tnr",        NULL};

/* Part numbers are read from the original: folding takes their hyphens and capitals. */
void understand_parts(struct facts *facts)
{
    static const char *const cues[] = {
        "teilenummer",   "teilnummer", "teilenr",    "teilnr",         "teile nr", "teil nr",
        "ersatzteilnr",  "etnr",       "sachnummer", "sachnr",         "sach nr",  "artikelnummer",
        "artikelnr",     "artikel nr", "materialnr", "materialnummer", "oenummer", "oe nummer",
        "bestellnummer", "bestellnr",  "bestell nr", "part number",    "part no",  "part nr",
        "part #",        "p/n",        "partnumber", "parts number",   "tnr",      NULL};
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    size_t count = 0;
    if (!(reading->lists >> PHRASES_PARTS & 1))
        return;
    size_t *starts = arena_allocate_array(facts->arena, reading->phrase_count, sizeof *starts);
    for (size_t i = 0; starts && i < reading->phrase_count; i++)
        if (reading->phrases[i].cue == PHRASES_PARTS)
            starts[count++] = reading->phrases[i].start;
    for (size_t i = 0; cues[i]; i++)
        for (size_t k = 0; k < count; k++) {
            size_t start = starts[k], length = text_begins(text + start, cues[i]);
            bool is_word = start == 0 || !fold_is_word_byte((unsigned char)text[start - 1]);
            if (length > SHORT_CUE || (length > 0 && is_word))
                take_parts(facts, (struct span){start, start + length});
        }
}

/* --- Addresses ----------------------------------------------------------------------------- */

static size_t address_end(struct text_view text, size_t at)
{
    size_t end = at;
    while (end < text.length && (unsigned char)text.bytes[end] > ' ' && !strchr("<>\"", text.bytes[end]) &&
           (unsigned char)text.bytes[end] < 0x7F)
        end++;
    while (end > at && strchr(".,;:)!?'", text.bytes[end - 1]))
        end--;
    return end;
}

/* An authority's own first page says nothing of the recall; a page below it may. */
static bool is_home_page(struct text_view address)
{
    static const char *const leads[] = {"https://", "http://", "www."};
    static const char *const hosts[] = {"nhtsa.gov",     "safercar.gov",  "nhtsa.dot.gov", "kba.de",
                                        "kba-online.de", "adac.de",       "dvsa.gov.uk",   "gov.uk",
                                        "vosa.gov.uk",   "direct.gov.uk", "tc.gc.ca",      "canada.ca"};
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        size_t length = strlen(leads[i]);
        if (address.length > length && strncasecmp(address.bytes, leads[i], length) == 0)
            address = (struct text_view){address.bytes + length, address.length - length};
    }
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        size_t length = strlen(hosts[i]);
        if (address.length < length || strncasecmp(address.bytes, hosts[i], length) != 0)
            continue;
        /* "WWW.SAFERCAR.GOV.THIS": the next sentence follows without a blank. */
        if (address.length == length || address.bytes[length] == '.' ||
            (address.length == length + 1 && address.bytes[length] == '/'))
            return true;
    }
    return false;
}

/* The length of a bare address's end of the host, as ".de" before "/" or the end of the word; 0: it is none. */
static size_t take_domain(struct text_view text, size_t at)
{
    if (at + 1 >= text.length || text.bytes[at + 1] == ' ')
        return 0; /* as most stops */
    static const char *const ends[] = {".de", ".com", ".org", ".net", ".eu", ".gov", ".ca", ".at", ".ch", ".co.uk"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t length = strlen(ends[i]), behind = at + length;
        if (text.length - at < length || strncasecmp(text.bytes + at, ends[i], length) != 0)
            continue;
        bool is_end = behind >= text.length || strchr(" /,;:)!?\"'\n", text.bytes[behind]) ||
                      (text.bytes[behind] == '.' &&
                       (behind + 1 >= text.length || text.bytes[behind + 1] == ' ' || text.bytes[behind + 1] == '\n'));
        if (is_end)
            return length;
    }
    return 0;
}

/* Where the host begins whose last dot but the end stands at the place: "recall.maker" of "recall.maker.com". */
static size_t find_host(struct text_view text, size_t dot)
{
    size_t start = dot;
    while (start > 0 && (is_part_byte(text.bytes[start - 1]) || text.bytes[start - 1] == '_') &&
           text.bytes[start - 1] != '/')
        start--;
    bool is_own = start == 0 || !strchr("@/:", text.bytes[start - 1]);
    bool is_name = dot - start >= 2 && !text_is_digit(text.bytes[start]) && (unsigned char)text.bytes[start] < 0x80 &&
                   text.bytes[start] != '.';
    bool is_known = text.length - start > 4 && strncasecmp(text.bytes + start, "www.", 4) == 0;
    return is_own && is_name && !is_known ? start : dot;
}

/* The first place in the folded text that stands for the origin or what is behind it. */
static size_t find_folded(const struct folded *folded, size_t origin)
{
    size_t low = 0, high = folded->text.length;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (folded->origins[middle] < origin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_address(struct facts *facts, size_t start, size_t end)
{
    const struct folded *folded = &facts->reading->folded;
    struct text_view address = {facts->reading->text.bytes + start, end - start};
    if (!is_home_page(address))
        facts_add_item(facts, &facts->recall->urls, address, FACT_URL,
                       (struct span){find_folded(folded, start), find_folded(folded, end)});
}

/* "maker.com/recall", "recall.maker.com" */
static void add_bare_address(struct facts *facts, size_t *at)
{
    struct text_view text = facts->reading->text;
    size_t start = take_domain(text, *at) > 0 ? find_host(text, *at) : *at;
    if (start == *at)
        return;
    size_t end = address_end(text, start);
    add_address(facts, start, end);
    *at = end > *at ? end - 1 : *at;
}

/* Whether there may be an address: one that was blanked, or a stop before a letter, as in ".com". */
static bool may_have_address(const struct reading *reading)
{
    const char *text = reading->folded.text.bytes;
    size_t length = reading->folded.text.length;
    bool may = reading->has_address;
    for (size_t at = 0; !may && (at = reading_next_mark(reading, MARK_END, at, length)) < length; at++)
        may = text[at] == '.' && text[at + 1] >= 'a' && text[at + 1] <= 'z';
    return may;
}

/* Addresses are read from the original: folding would take away capitals. */
void understand_addresses(struct facts *facts)
{
    if (!may_have_address(facts->reading))
        return;
    static const char *const starts[] = {"https://", "http://", "www."};
    static const bool may_begin[256] = {['.'] = true, ['H'] = true, ['h'] = true, ['W'] = true, ['w'] = true};
    struct text_view text = facts->reading->text;
    for (size_t at = 0; at < text.length; at++) {
        while (at < text.length && !may_begin[(unsigned char)text.bytes[at]])
            at++;
        if (at == text.length)
            break;
        if (text.bytes[at] == '.')
            add_bare_address(facts, &at);
        char first = (char)(text.bytes[at] | 0x20),
             second = (char)(at + 1 < text.length ? text.bytes[at + 1] | 0x20 : 0);
        if (!(first == 'h' && second == 't') && !(first == 'w' && second == 'w'))
            continue;
        for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
            size_t length = strlen(starts[i]);
            if (text.length - at < length || strncasecmp(text.bytes + at, starts[i], length) != 0)
                continue;
            size_t end = address_end(text, at);
            add_address(facts, at, end);
            at = end > at ? end - 1 : at;
            break;
        }
    }
}
