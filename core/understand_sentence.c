#include "core/substring.h"
#include "core/understand_internal.h"

#include <stdlib.h>
#include <string.h>

/* A stop behind one of these ends no sentence. By their lengths, side by side. */
static const char *const abbreviations[] = {
    [1] = "z b u a d h i ",
    [2] = "ca lt nr bj mj st dr ff mr co no ii iv ",
    [3] = "bzw ggf etc jan feb mrz apr jun jul aug sep okt nov dez max min mio fzg usw inc iii tel std ",
    [4] = "evtl inkl sept ",
    [5] = "europ ",
    [7] = "teilenr ",
};

enum { ABBREVIATION_MOST = sizeof abbreviations / sizeof abbreviations[0] - 1 };

/* Whether it is the word of so many bytes. */
static bool is_known_abbreviation(const char *word, size_t length)
{
    const char *known = length <= ABBREVIATION_MOST ? abbreviations[length] : NULL;
    for (; known && *known; known += length + 1)
        if (known[0] == word[0] && memcmp(known, word, length) == 0)
            return true;
    return false;
}

static bool is_abbreviation(const char *text, size_t stop)
{
    size_t start = stop;
    while (start > 0 && stop - start <= ABBREVIATION_MOST && fold_is_word_byte((unsigned char)text[start - 1]))
        start--;
    size_t length = stop - start;
    if (length == 0)
        return stop == 0 || !strchr(")\"'", text[stop - 1]);
    if (length == 1 && start >= 2 && memcmp(text + start - 2, "u.s", 3) == 0)
        return true;
    if ((length <= 2 && text[start] >= '0' && text[start] <= '9'))
        return true;
    return is_known_abbreviation(text + start, length);
}

/* Whether the original has a line break where the folded text has the blank at that place. */
static bool is_line_break(const struct reading *reading, size_t at)
{
    size_t from = reading->folded.origins[at], to = reading->folded.origins[at + 1];
    if (to == from + 1)
        return reading->text.bytes[from] == '\n';
    return memchr(reading->text.bytes + from, '\n', to - from) != NULL;
}

/* Whether behind a blank the original goes on with a capital; there no sentence goes on: 'No. 208, "Crash." The bag'.
 */
static bool begins_capital(const struct reading *reading, size_t at)
{
    if (at + 1 >= reading->folded.text.length || reading->folded.text.bytes[at] != ' ')
        return false;
    char first = reading->text.bytes[reading->folded.origins[at + 1]];
    return first >= 'A' && first <= 'Z';
}

/* The last stop of "8V0.907.115.B": a letter by itself behind digits. */
static bool is_within_number(const char *text, size_t stop)
{
    return stop > 0 && fold_is_digit(text[stop - 1]) && !fold_is_word_byte((unsigned char)text[stop + 2]);
}

static bool ends_sentence(const struct reading *reading, size_t at)
{
    const char *text = reading->folded.text.bytes;
    size_t length = reading->folded.text.length;
    if (text[at] == ' ')
        return is_line_break(reading, at);
    if ((text[at] == '"' || text[at] == ')') && at > 1 && text[at - 1] == '.')
        return begins_capital(reading, at + 1);
    if (text[at] == '!' || text[at] == '?')
        return at + 1 >= length || text[at + 1] == ' ';
    if (text[at] != '.')
        return false;
    if (at > 0 && at + 1 < length && text[at - 1] >= '0' && text[at - 1] <= '9' && text[at + 1] >= '0' &&
        text[at + 1] <= '9')
        return false;
    /* "werden.Drei" ends a sentence, "nov.2012" and "www.bmw.de" don't. */
    if (at + 1 < length && text[at + 1] != ' ') {
        size_t origin = reading->folded.origins[at + 1];
        if (text[at + 1] == '(')
            return !is_abbreviation(text, at);
        return reading->text.bytes[origin] >= 'A' && reading->text.bytes[origin] <= 'Z' && !is_abbreviation(text, at) &&
               !is_within_number(text, at);
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

/* Whether a label stands here: at the sentence's start, a colon behind it; *behind is the place after that. */
static bool is_label(const struct reading *reading, const struct sentence *sentence, const struct match *match,
                     size_t *behind)
{
    const char *text = reading->folded.text.bytes;
    size_t at = match->end;
    while (text[at] == ' ')
        at++;
    if (match->start != sentence->start || text[at] != ':')
        return false;
    for (at++; text[at] == ' ';)
        at++;
    *behind = at;
    return true;
}

/* What is carried from sentence to sentence. */
struct zoning {
    struct match_numbers left; /* matches that tell zones */
    bool is_labelled;          /* a label says what all that follows is about */
    enum zone zone;
};

/*
 * Of the cues that a sentence holds the one that stands first in the rules decides. A text begins with the defect,
 * whatever else its first sentence says, unless it names the remedy.
 */
static void zone_sentence(const struct reading *reading, size_t number, struct zoning *zoning)
{
    struct sentence *sentence = &reading->sentences[number];
    const struct rule_cue *first = NULL;
    size_t behind;
    for (; zoning->left.count > 0; zoning->left.items++, zoning->left.count--) {
        const struct match *match = &reading->matches[*zoning->left.items];
        const struct rule_cue *cue = reading_cue(reading, match);
        if (match->end > sentence->end)
            break;
        if (match->start < sentence->start)
            continue;
        if (cue->table == RULE_LABEL && is_label(reading, sentence, match, &behind)) {
            zoning->is_labelled = true;
            zoning->zone = (enum zone)cue->key;
            sentence->is_label = behind >= sentence->end;
        } else if (cue->table == RULE_ZONE && (!first || cue < first)) {
            first = cue;
        } else if (cue->table == RULE_TURN && match->start < sentence->turn &&
                   (cue->key == TURN_ANYWHERE || follows_comma(reading, match->start))) {
            sentence->turn = match->start;
        }
    }
    if (zoning->is_labelled)
        sentence->zone = zoning->zone;
    else if (first && (number > 0 || first->key == ZONE_REMEDY))
        sentence->zone = (enum zone)first->key;
}

/* Hardly a French text does without this word, and no other text has it. */
const char *const phrases_french[] = {" les ", NULL};

/* Canada's texts say everything twice; French words would be taken for English or German ones. */
static bool is_french(const char *text, const struct sentence *sentence)
{
    static const char *const words[] = {" les ",
                                        " la ",
                                        " une ",
                                        " et ",
                                        " dans ",
                                        " pour ",
                                        " qui ",
                                        " que ",
                                        " avec ",
                                        " sur ",
                                        " cela ",
                                        " est ",
                                        " sont ",
                                        " aux ",
                                        " vehic",
                                        " pourr",
                                        " d'une",
                                        " d'un ",
                                        " par ",
                                        " rappel",
                                        "probleme :",
                                        "risques pour",
                                        "mesures correctives"};
    size_t length = sentence->end - sentence->start, found = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        found += substring_in(text + sentence->start, length, words[i]) != NULL;
    bool is_heading = length < 40 && found > 0 && memmem(text + sentence->start, length, " :", 2);
    return is_heading || found >= 4;
}

void reading_drop_foreign(struct reading *reading)
{
    if (!(reading->lists >> PHRASES_FRENCH & 1))
        return;
    size_t kept = 0, matches = 0, next = 0;
    for (size_t i = 0; i < reading->sentence_count; i++) {
        struct sentence sentence = reading->sentences[i];
        bool drop = is_french(reading->folded.text.bytes, &sentence);
        for (; next < reading->match_count && reading->matches[next].end <= sentence.end; next++)
            if (!drop)
                reading->matches[matches++] = reading->matches[next];
        if (!drop)
            reading->sentences[kept++] = sentence;
    }
    while (next < reading->match_count)
        reading->matches[matches++] = reading->matches[next++];
    reading->match_count = matches;
    reading->sentence_count = kept;
}

void reading_zone(struct reading *reading)
{
    struct zoning zoning = {.left = reading_matches(reading, RULE_ZONE)};
    for (size_t i = 0; i < reading->sentence_count; i++)
        zone_sentence(reading, i, &zoning);
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
    struct sentence *sentence = &reading->sentences[reading->sentence_count++];
    *sentence = (struct sentence){.start = start,
                                  .end = end,
                                  .turn = end,
                                  .zone = ZONE_DEFECT,
                                  .has_digit = reading_next_mark(reading, MARK_DIGIT, start, end) < end};
    return true;
}

void reading_note_phrases(struct reading *reading)
{
    size_t number = 0;
    reading->phrases = matcher_run_phrases(reading->run, &reading->phrase_count);
    reading->lists = 0;
    for (size_t i = 0; i < reading->phrase_count; i++) {
        const struct match *phrase = &reading->phrases[i];
        uint64_t list = UINT64_C(1) << phrase->cue;
        reading->lists |= list;
        while (number < reading->sentence_count && reading->sentences[number].end < phrase->end)
            number++;
        if (number < reading->sentence_count && reading->sentences[number].start <= phrase->start)
            reading->sentences[number].phrases |= list;
    }
}

bool reading_has_within(const struct reading *reading, enum phrases list, size_t start, size_t end)
{
    if (!(reading->lists >> list & 1))
        return false;
    for (size_t i = reading_first_phrase(reading, start); i < reading->phrase_count && reading->phrases[i].end <= end;
         i++)
        if (reading->phrases[i].cue == list && reading->phrases[i].start >= start)
            return true;
    return false;
}

/* Nobody writes longer ones; a bound keeps whatever looks at whole sentences linear. */
enum { SENTENCE_BYTES = 1500 };

/*
 * The next place from at on, in the sentence that begins at start, where it may end: a sign that ends one, a blank
 * where the original may have a line break or the sentence is too long, or where it gets longer than any.
 */
static size_t next_end(const struct reading *reading, size_t start, size_t at, bool has_breaks)
{
    size_t end = reading_next_mark(reading, MARK_END, at, reading->folded.text.length);
    size_t too_long = start + SENTENCE_BYTES + 1, longest = start + 2 * SENTENCE_BYTES + 1;
    if (has_breaks || end > too_long)
        end = reading_next_mark(reading, MARK_BLANK, has_breaks || at > too_long ? at : too_long, end);
    return end < longest ? end : longest;
}

bool reading_split(struct reading *reading)
{
    size_t start = 0, length = reading->folded.text.length;
    const char *text = reading->folded.text.bytes;
    bool has_breaks = memchr(reading->text.bytes, '\n', reading->text.length) != NULL;
    reading->sentence_count = 0;
    for (size_t at = 0; (at = next_end(reading, start, at, has_breaks)) < length; at++) {
        bool too_long = at - start > SENTENCE_BYTES && (text[at] == ' ' || at - start > 2 * SENTENCE_BYTES);
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
    const struct sentence *first = reading->sentences;
    size_t count = reading->sentence_count;
    for (; count > 1; count -= count / 2)
        first += count / 2 & search_mask(first[count / 2 - 1].end <= at);
    return count == 1 && first->end > at ? first : NULL;
}
