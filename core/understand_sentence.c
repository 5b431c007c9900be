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

struct zone_cue {
    enum zone zone;
    const char *words; /* in base form, anywhere in the sentence */
};

/* The first that is found decides. */
static const struct zone_cue zone_cues[] = {
    {ZONE_REMEDY, "dealers will"},
    {ZONE_REMEDY, "dealer will"},
    {ZONE_REMEDY, "will replace"},
    {ZONE_REMEDY, "will inspect"},
    {ZONE_REMEDY, "will repair"},
    {ZONE_REMEDY, "will install"},
    {ZONE_REMEDY, "will reprogram"},
    {ZONE_REMEDY, "will update"},
    {ZONE_REMEDY, "will be replaced"},
    {ZONE_REMEDY, "will be inspected"},
    {ZONE_REMEDY, "will be repaired"},
    {ZONE_REMEDY, "will notify"},
    {ZONE_ADMINISTRATION, "owner notification"},
    {ZONE_ADMINISTRATION, "owners may"},
    {ZONE_ADMINISTRATION, "owners can"},
    {ZONE_ADMINISTRATION, "owners should"},
    {ZONE_ADMINISTRATION, "owners who"},
    {ZONE_ADMINISTRATION, "recall began"},
    {ZONE_ADMINISTRATION, "recall is expected"},
    {ZONE_ADMINISTRATION, "safety administration"},
    {ZONE_ADMINISTRATION, "national highway"},
    {ZONE_ADMINISTRATION, "1-800-"},
    {ZONE_ADMINISTRATION, "die aktion"},
    {ZONE_ADMINISTRATION, "kostenlos"},
    {ZONE_ADMINISTRATION, "sind keine unfalle"},
    {ZONE_REMEDY, "abhilfe"},
    {ZONE_REMEDY, "als losung"},
    {ZONE_REMEDY, "handler"},
    {ZONE_REMEDY, "werkstatt"},
    {ZONE_REMEDY, "werkstatten"},
    {ZONE_REMEDY, "getauscht"},
    {ZONE_REMEDY, "ausgetauscht"},
    {ZONE_REMEDY, "ersetzt"},
    {ZONE_REMEDY, "erneuert"},
    {ZONE_REMEDY, "nachgerustet"},
    {ZONE_REMEDY, "softwareupdate"},
    {ZONE_REMEDY, "aktualisiert"},
    {ZONE_CONSEQUENCE, "dies kann"},
    {ZONE_CONSEQUENCE, "das kann"},
    {ZONE_CONSEQUENCE, "dies konnte"},
    {ZONE_CONSEQUENCE, "dies wurde"},
    {ZONE_CONSEQUENCE, "dadurch"},
    {ZONE_CONSEQUENCE, "in folge"},
    {ZONE_CONSEQUENCE, "in der folge"},
    {ZONE_CONSEQUENCE, "das fuhrt"},
    {ZONE_CONSEQUENCE, "das fahrzeug kann dann"},
    {ZONE_CONSEQUENCE, "im extremfall"},
    {ZONE_CONSEQUENCE, "risiko"},
    {ZONE_CONSEQUENCE, "gefahr"},
    {ZONE_CONSEQUENCE, "increasing the risk"},
    {ZONE_CONSEQUENCE, "increases the risk"},
    {ZONE_CONSEQUENCE, "increase the risk"},
    {ZONE_CONSEQUENCE, "could result in"},
    {ZONE_CONSEQUENCE, "can result in"},
    {ZONE_CONSEQUENCE, "may result in"},
    {ZONE_CONSEQUENCE, "personal injury"},
    {ZONE_CONSEQUENCE, "vehicle crash"},
    {ZONE_CONSEQUENCE, "event of a"},
};

static enum zone find_zone(const struct reading *reading, size_t start, size_t end)
{
    const char *text = reading->folded.text.bytes + start;
    /* A text begins with the defect, whatever else its first sentence says. */
    bool is_first = reading->sentence_count == 0;
    for (size_t i = 0; i < sizeof zone_cues / sizeof zone_cues[0]; i++)
        if (memmem(text, end - start, zone_cues[i].words, strlen(zone_cues[i].words)))
            return is_first && zone_cues[i].zone != ZONE_REMEDY ? ZONE_DEFECT : zone_cues[i].zone;
    return ZONE_DEFECT;
}

/* Behind one of these stands what follows from what stands before it. */
static const char *const turns[] = {", dadurch",
                                    ", wodurch",
                                    ", sodass",
                                    ", so dass",
                                    " sodass ",
                                    " so dass ",
                                    ", was zu",
                                    ", was dazu",
                                    "; dadurch",
                                    " dazu fuhren",
                                    ", infolgedessen",
                                    ", schlimmstenfalls",
                                    ", im schlimmsten fall",
                                    ", im extremfall",
                                    "which could",
                                    "which can",
                                    "which may",
                                    "resulting in",
                                    "could result",
                                    "can result",
                                    "may result",
                                    "could cause",
                                    "can cause",
                                    "may cause",
                                    "could lead",
                                    "can lead",
                                    "may lead",
                                    NULL};

static size_t find_turn(const char *text, size_t start, size_t end)
{
    size_t turn = end;
    for (size_t i = 0; turns[i]; i++) {
        const char *found = memmem(text + start, turn - start, turns[i], strlen(turns[i]));
        if (found)
            turn = (size_t)(found - text);
    }
    return turn;
}

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
        (struct sentence){start, end, find_turn(text, start, end), find_zone(reading, start, end)};
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
