#include <string.h>

#include "core/substring.h"
#include "core/understand_internal.h"

/*
 * A hazard is named by a cue of its own, or by a system and the words that say that it fails: "Ausfall von
 * Servolenkung, Beleuchtung und Wischern" names three. Which system fails is told by its place: the nearest one on the
 * side where the words expect it, and those that are listed with it.
 */

/* More systems than that in one sentence are not looked at. */
enum { SYSTEMS_MOST = 32 };

/* How far a system stands from the words, and how many words an item of a list has. */
enum { FAILING_REACH = 60, ITEM_WORDS = 3, APPENDED_WORDS = 2 };

struct systems {
    struct system {
        size_t start, end; /* to the end of the word */
        unsigned hazard;
    } items[SYSTEMS_MOST];
    size_t count;
};

static const char *const connectors[] = {" und ", " oder ", " sowie ", " bzw. ", " and ",
                                         " or ",  ", ",     "/",       " & ",    NULL};

/* Behind these another clause begins. */
static const char *const barriers[] = {" dass ",   " wenn ",  " weil ",     " falls ",   " wodurch ", " sodass ",
                                       " wobei ",  " damit ", " obwohl ",   ", was ",    " that ",    " which ",
                                       " when ",   " if ",    " because ",  " causing ", " while ",   " resulting ",
                                       " due to ", " durch ", " aufgrund ", " wegen ",   " fuhrt ",   " fuhren ",
                                       ": ",       " (",      ") ",         " - ",       ";",         NULL};

/* Where another thought begins, as behind a semicolon: the words of no hazard stand on both sides. */
const char *const phrases_turns[] = {": ", " - ", " wenn ", " weil ", " falls ", " sobald ", " because ", " if ", NULL};

/* A system behind one of these is only the place of something else. */
static const char *const places[] = {" im ",        " am ",        " in der ",     " in den ",     " an der ",
                                     " an den ",    " aus der ",   " aus dem ",    " hinter der ", " hinter dem ",
                                     " unter dem ", " unter der ", " neben dem ",  " neben der ",  " zwischen ",
                                     " in the ",    " on the ",    " behind the ", " at the ",     " under the ",
                                     " near the ",  NULL};

/* Length of the word of the list that the text begins with; 0: none. */
static size_t begins_any(const char *text, const char *const *words)
{
    size_t length = 0;
    for (size_t i = 0; words[i] && length == 0; i++)
        length = text_begins(text, words[i]);
    return length;
}

/* Whether one of the words stands in the stretch: they all begin with a blank or a sign. */
static bool has_any(const char *text, size_t start, size_t end, const char *const *words)
{
    for (size_t at = start; at < end; at++) {
        size_t length = fold_is_word_byte((unsigned char)text[at]) ? 0 : begins_any(text + at, words);
        if (length > 0 && at + length <= end)
            return true;
    }
    return false;
}

static bool has_semicolon(const char *bytes, size_t length)
{
    return memchr(bytes, ';', length) && substring_in(bytes, length, "; ");
}

static bool is_one_thought(const struct reading *reading, const struct match *match)
{
    return !reading_has_within(reading, PHRASES_TURNS, match->start, match->end) &&
           !has_semicolon(reading->folded.text.bytes + match->start, match->end - match->start);
}

/* Where a hazard's words begin decides: "bei einem Unfall lösen sich Teile" names no crash. */
static bool is_denied(const struct reading *reading, const struct match *match, unsigned key)
{
    return understand_is_denied(reading, match->start, match->start + 1, RULE_NOT_HAZARD, key, HAZARD_COUNT);
}

/* --- Systems ------------------------------------------------------------------------------- */

static bool is_place(const char *text, size_t start)
{
    for (size_t i = 0; places[i]; i++) {
        size_t length = strlen(places[i]);
        if (start >= length && memcmp(text + start - length, places[i], length) == 0)
            return true;
    }
    return false;
}

/* A system is the last part of its word, whatever its ending: the brake light's switch is none. */
static bool end_word(const char *text, size_t *end)
{
    enum { ENDING_MOST = 2 };
    size_t last = *end;
    while (fold_is_word_byte((unsigned char)text[last]))
        last++;
    bool is_head = last - *end <= ENDING_MOST;
    *end = last;
    return is_head;
}

/* Of systems that end in the same word the longest counts: a parking brake is no brake. */
static void add_system(struct systems *systems, struct system item)
{
    while (systems->count > 0 && systems->items[systems->count - 1].start >= item.start)
        systems->count--;
    bool is_part = systems->count > 0 && systems->items[systems->count - 1].end >= item.end;
    if (!is_part && systems->count < SYSTEMS_MOST)
        systems->items[systems->count++] = item;
}

static void find_systems(const struct reading *reading, const struct sentence *sentence, struct systems *systems)
{
    const char *text = reading->folded.text.bytes;
    struct match_numbers numbers = reading_matches(reading, RULE_SYSTEM);
    systems->count = 0;
    for (size_t i = match_numbers_ended(reading, numbers, sentence->start); i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
        if (match->end > sentence->end)
            break;
        const struct rule_cue *cue = reading_cue(reading, match);
        size_t end = match->end;
        if (match->start >= sentence->start && end_word(text, &end) && !is_place(text, match->start) &&
            !is_denied(reading, match, cue->key))
            add_system(systems, (struct system){match->start, end, cue->key});
    }
}

/* --- Lists --------------------------------------------------------------------------------- */

/* How the words between two places are divided by what joins the items of a list. */
struct gap {
    size_t connectors;
    size_t first, middle, last; /* words before the first, at most between two, behind the last */
};

static struct gap read_gap(const char *text, size_t start, size_t end)
{
    struct gap gap = {0};
    size_t words = 0;
    for (size_t at = start; at < end;) {
        size_t length = fold_is_word_byte((unsigned char)text[at]) ? 0 : begins_any(text + at, connectors);
        if (length > 0 && at + length <= end) {
            if (gap.connectors++ == 0)
                gap.first = words;
            else if (words > gap.middle)
                gap.middle = words;
            words = 0;
            /* The blank behind a comma may begin " und ". */
            at += length > 1 && text[at + length - 1] == ' ' ? length - 1 : length;
            continue;
        }
        bool begins_word = fold_is_word_byte((unsigned char)text[at]) &&
                           (at == start || !fold_is_word_byte((unsigned char)text[at - 1]));
        words += begins_word;
        at++;
    }
    gap.last = words;
    if (gap.connectors == 0)
        gap.first = words;
    return gap;
}

/* Whether the second of two systems is listed with the first: "Servolenkung, Radio und die gesamte Beleuchtung". */
static bool are_listed(const char *text, size_t start, size_t end)
{
    if (end < start || end - start > FAILING_REACH || has_any(text, start, end, barriers))
        return false;
    struct gap gap = read_gap(text, start, end);
    return gap.connectors > 0 && gap.first <= APPENDED_WORDS && gap.middle <= ITEM_WORDS && gap.last <= ITEM_WORDS;
}

/* "Ausfall von Radio, Klimaanlage und" of the system that stands behind it. */
static bool is_failing_behind(const char *text, size_t start, size_t end)
{
    if (end < start || end - start > FAILING_REACH || has_any(text, start, end, barriers))
        return false;
    struct gap gap = read_gap(text, start, end);
    return gap.first <= ITEM_WORDS && gap.middle <= ITEM_WORDS && gap.last <= ITEM_WORDS;
}

/* "Servolenkung, Klimaanlage und Radio können" before what says it; "wird nass und die Pumpe kann" is about the pump.
 */
static bool is_failing_before(const char *text, size_t start, size_t end)
{
    if (end < start || end - start > FAILING_REACH || has_any(text, start, end, barriers))
        return false;
    struct gap gap = read_gap(text, start, end);
    return gap.connectors == 0 || (gap.first == 0 && gap.middle <= ITEM_WORDS) || gap.last <= APPENDED_WORDS;
}

/* --- What fails ---------------------------------------------------------------------------- */

static uint32_t take_behind(const char *text, const struct systems *systems, size_t at)
{
    uint32_t hazards = 0;
    for (size_t i = 0; i < systems->count; i++) {
        const struct system *item = &systems->items[i];
        if (item->start < at)
            continue;
        if (!(hazards ? are_listed(text, at, item->start) : is_failing_behind(text, at, item->start)))
            break;
        hazards |= UINT32_C(1) << item->hazard;
        at = item->end;
    }
    return hazards;
}

static uint32_t take_before(const char *text, const struct systems *systems, size_t at)
{
    uint32_t hazards = 0;
    for (size_t i = systems->count; i-- > 0;) {
        const struct system *item = &systems->items[i];
        if (item->end > at)
            continue;
        if (!(hazards ? are_listed(text, item->end, at) : is_failing_before(text, item->end, at)))
            break;
        hazards |= UINT32_C(1) << item->hazard;
        at = item->start;
    }
    return hazards;
}

/* "Dann fallen Servolenkung und Beleuchtung aus." */
static uint32_t take_within(const char *text, const struct systems *systems, const struct match *failing)
{
    uint32_t hazards = 0;
    for (size_t i = 0; i < systems->count; i++) {
        const struct system *item = &systems->items[i];
        if (item->start >= failing->start && item->end <= failing->end &&
            !has_any(text, failing->start, item->start, barriers))
            hazards |= UINT32_C(1) << item->hazard;
    }
    return hazards;
}

static uint32_t find_failures(const struct reading *reading, const struct match *failing)
{
    const struct sentence *sentence = reading_sentence(reading, failing->start);
    const char *text = reading->folded.text.bytes;
    struct systems systems;
    if (!sentence)
        return 0;
    find_systems(reading, sentence, &systems);
    uint32_t hazards = take_within(text, &systems, failing);
    if (hazards)
        return hazards;
    if (reading_cue(reading, failing)->key == FAILING_BEHIND)
        return take_behind(text, &systems, failing->end);
    return take_before(text, &systems, failing->start);
}

void understand_hazards(const struct reading *reading, struct recall *recall)
{
    struct match_numbers named = reading_matches(reading, RULE_HAZARD);
    for (size_t i = 0; i < named.count; i++) {
        const struct match *match = &reading->matches[named.items[i]];
        unsigned key = reading_cue(reading, match)->key;
        if (is_one_thought(reading, match) && !is_denied(reading, match, key))
            recall->hazards |= UINT32_C(1) << key;
    }
    struct match_numbers failing = reading_matches(reading, RULE_FAILING);
    for (size_t i = 0; i < failing.count; i++) {
        const struct match *match = &reading->matches[failing.items[i]];
        if (!is_denied(reading, match, HAZARD_COUNT))
            recall->hazards |= find_failures(reading, match);
    }
}
