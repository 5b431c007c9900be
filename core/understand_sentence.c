#include "core/understand_internal.h"

#include <stdlib.h>
#include <string.h>

/* A stop behind one of these ends no sentence. */
static const char *const abbreviations[] = {
    "bzw", "ca",  "evtl", "ggf", "lt",  "z",   "b",   "u",   "a",   "etc",  "inkl", "europ", "teilenr",
    "nr",  "jan", "feb",  "mrz", "apr", "jun", "jul", "aug", "sep", "sept", "okt",  "nov",   "dez",
    "max", "min", "mio",  "fzg", "bj",  "mj",  "st",  "dr",  "usw", "d",    "h",    "ff",    "mr",
    "inc", "co",  "no",   "i",   "ii",  "iii", "iv",  "tel", "std", "bj",
};

static bool is_abbreviation(const char *text, size_t stop)
{
    size_t start = stop;
    while (start > 0 && fold_is_word_byte((unsigned char)text[start - 1]))
        start--;
    size_t length = stop - start;
    if (length == 0 || (length <= 2 && text[start] >= '0' && text[start] <= '9'))
        return true;
    for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
        if (strlen(abbreviations[i]) == length && memcmp(text + start, abbreviations[i], length) == 0)
            return true;
    return false;
}

/* Whether the original has a line break where the folded text has the blank at that place. */
static bool is_line_break(const struct reading *reading, size_t at)
{
    size_t from = reading->folded.origins[at], to = reading->folded.origins[at + 1];
    return memchr(reading->text.bytes + from, '\n', to - from) != NULL;
}

static bool ends_sentence(const struct reading *reading, size_t at)
{
    const char *text = reading->folded.text.bytes;
    size_t length = reading->folded.text.length;
    if (text[at] == ' ')
        return is_line_break(reading, at);
    if (text[at] == '!' || text[at] == '?')
        return true;
    if (text[at] != '.')
        return false;
    if (at > 0 && at + 1 < length && text[at - 1] >= '0' && text[at - 1] <= '9' && text[at + 1] >= '0' &&
        text[at + 1] <= '9')
        return false;
    /* "werden.Drei" ends a sentence, "nov.2012" and "www.bmw.de" don't. */
    if (at + 1 < length && text[at + 1] != ' ') {
        size_t origin = reading->folded.origins[at + 1];
        return reading->text.bytes[origin] >= 'A' && reading->text.bytes[origin] <= 'Z' && !is_abbreviation(text, at);
    }
    return !is_abbreviation(text, at);
}

/* --- Zones --------------------------------------------------------------------------------- */

static bool follows_comma(const struct reading *reading, size_t at)
{
    const char *text = reading->folded.text.bytes;
    while (at > 0 && text[at - 1] == ' ')
        at--;
    return at > 0 && (text[at - 1] == ',' || text[at - 1] == ';');
}

/*
 * Of the cues that a sentence holds the one that stands first in the rules decides. A text begins with the defect,
 * whatever else its first sentence says, unless it names the remedy.
 */
static void zone_sentence(const struct reading *reading, size_t number, size_t *match_number)
{
    struct sentence *sentence = &reading->sentences[number];
    const struct rule_cue *first = NULL;
    for (; *match_number < reading->match_count && reading->matches[*match_number].end <= sentence->end;
         (*match_number)++) {
        const struct match *match = &reading->matches[*match_number];
        const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
        if (match->start < sentence->start)
            continue;
        if (cue->table == RULE_ZONE && (!first || cue < first))
            first = cue;
        if (cue->table == RULE_TURN && match->start < sentence->turn &&
            (cue->key == TURN_ANYWHERE || follows_comma(reading, match->start)))
            sentence->turn = match->start;
    }
    if (first && (number > 0 || first->key == ZONE_REMEDY))
        sentence->zone = (enum zone)first->key;
}

void reading_zone(struct reading *reading)
{
    size_t match_number = 0;
    for (size_t i = 0; i < reading->sentence_count; i++)
        zone_sentence(reading, i, &match_number);
}

/* --- Sentences ----------------------------------------------------------------------------- */

static bool add_sentence(struct reading *reading, size_t start, size_t end)
{
    const char *text = reading->folded.text.bytes;
    while (start < end && text[start] == ' ')
        start++;
    if (start == end)
        return true;
    if (!array_reserve(&reading->sentences, reading->sentence_count, &reading->sentence_capacity,
                       sizeof *reading->sentences))
        return false;
    reading->sentences[reading->sentence_count++] =
        (struct sentence){.start = start, .end = end, .turn = end, .zone = ZONE_DEFECT};
    return true;
}

/* Nobody writes longer ones; a bound keeps whatever looks at whole sentences linear. */
enum { SENTENCE_BYTES = 1500 };

bool reading_split(struct reading *reading)
{
    size_t start = 0, length = reading->folded.text.length;
    for (size_t at = 0; at < length; at++) {
        bool too_long =
            at - start > SENTENCE_BYTES && (reading->folded.text.bytes[at] == ' ' || at - start > 2 * SENTENCE_BYTES);
        if (!too_long && !ends_sentence(reading, at))
            continue;
        if (!add_sentence(reading, start, at + 1))
            return false;
        start = at + 1;
    }
    return add_sentence(reading, start, length);
}

const struct sentence *reading_sentence(const struct reading *reading, size_t at)
{
    size_t low = 0, high = reading->sentence_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (reading->sentences[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < reading->sentence_count ? &reading->sentences[low] : NULL;
}
