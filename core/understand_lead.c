#include "core/understand_clause.h"

#include <string.h>
#include <strings.h>

/* What stands before the matter of a sentence, and says nothing of it: preambles, vehicles, conditions. */

bool clause_starts_with(struct text_view text, const char *words)
{
    /* Most begin with another letter. */
    if (text.length == 0 || ((text.bytes[0] ^ words[0]) & ~0x20))
        return !words[0];
    size_t length = strlen(words);
    return text.length >= length && strncasecmp(text.bytes, words, length) == 0;
}

void clause_drop(struct text_view *text, size_t length)
{
    text->bytes += length;
    text->length -= length;
    while (text->length > 0 && (*text->bytes == ' ' || *text->bytes == ',')) {
        text->bytes++;
        text->length--;
    }
}

/* Whether the text may begin with the words, told by two letters: with most of a list it does not. */
static inline bool may_start_with(struct text_view text, const char *words)
{
    return text.length > 1 && !((text.bytes[0] ^ words[0]) & ~0x20) && !((text.bytes[1] ^ words[1]) & ~0x20);
}

bool clause_drop_any(struct text_view *text, const char *const *words)
{
    for (; *words; words++) {
        if (may_start_with(*text, *words) && clause_starts_with(*text, *words)) {
            clause_drop(text, strlen(*words));
            return true;
        }
    }
    return false;
}

static const char *find_words(struct text_view text, const char *words)
{
    size_t length = strlen(words);
    for (size_t at = 0; at + length <= text.length; at++)
        if (text.bytes[at] == words[0] && strncasecmp(text.bytes + at, words, length) == 0)
            return text.bytes + at;
    return NULL;
}

/* Where the first of the words (up to NULL) stands in the text. */
static const char *find_nearest(struct text_view text, const char *const *words)
{
    const char *nearest = NULL;
    for (; *words; words++) {
        const char *at = find_words(text, *words);
        if (at && (!nearest || at < nearest))
            nearest = at;
    }
    return nearest;
}

/* "On certain trailers with a self-steering axle, the arm could break": the vehicles stand elsewhere. */
static void drop_vehicles(struct text_view *text)
{
    static const char *const leads[] = {"on certain ",  "on a small number of ", "on some ", "on affected ",
                                        "on vehicles ", "in certain ",           NULL};
    static const char *const beginnings[] = {", the ", ", a ",     ", an ", ", there ", ", some ",
                                             ", one ", ", water ", ", if ", NULL};
    struct text_view rest = *text;
    if (!clause_drop_any(&rest, leads))
        return;
    const char *nearest = find_nearest(rest, beginnings);
    if (nearest)
        clause_drop(text, (size_t)(nearest + 2 - text->bytes));
}

/* Words that are the subject of a main clause, or stand before it. */
static const char *const subjects[] = {", the ", ", a ",    ", an ", ", there ", ", some ",  ", one ",
                                       ", it ",  ", they ", ", he ", ", this ",  ", these ", NULL};

/* Behind the comma that ends the condition: of several the first with a subject behind it. */
size_t understand_find_main_clause(struct text_view text)
{
    static const char *const leads[] = {"if ",          "when ",   "upon ",    "due to ", "under ", "during ",
                                        "in the event", "after ",  "because ", "while ",  "once ",  "wenn ",
                                        "falls ",       "sobald ", "nachdem ", NULL};
    bool found = false;
    for (size_t i = 0; leads[i] && !found; i++)
        found = clause_starts_with(text, leads[i]);
    const char *nearest = found ? find_nearest(text, subjects) : NULL;
    if (found && !nearest)
        nearest = find_words(text, ", ");
    return nearest ? (size_t)(nearest + 2 - text.bytes) : 0;
}

/* A long sentence begins with its main clause, if that stands by itself. */
static void drop_condition(struct text_view *text)
{
    enum { REST_LEAST = 30 };
    static const char *const pronouns[] = {"it ", "they ", "he ", "this ", "can ", "could ", "may ", "will ", NULL};
    size_t main = text->length > UNDERSTAND_HEADLINE_CHARACTERS ? understand_find_main_clause(*text) : 0;
    struct text_view rest = {text->bytes + main, text->length - main};
    for (size_t i = 0; pronouns[i]; i++)
        if (clause_starts_with(rest, pronouns[i]))
            return;
    if (main > 0 && rest.length >= REST_LEAST)
        *text = rest;
}

/* What says who says it, of which cars, or that it may be. */
static const char *const preambles[] = {"laut hersteller ",
                                        "lt. hersteller ",
                                        "nach angaben des herstellers ",
                                        "nach herstellerangaben ",
                                        "bei betroffenen fahrzeugen ",
                                        "bei den betroffenen fahrzeugen ",
                                        "an den betroffenen fahrzeugen ",
                                        "bei den fahrzeugen ",
                                        "bei diesen fahrzeugen ",
                                        "bei einigen fahrzeugen ",
                                        "bei bestimmten fahrzeugen ",
                                        "in einigen fällen ",
                                        "in einzelfällen ",
                                        "in seltenen fällen ",
                                        "unter umständen ",
                                        "unter bestimmten umständen ",
                                        "möglicherweise ",
                                        "es wurde festgestellt, dass ",
                                        "issue: ",
                                        "defect: ",
                                        "mangel: ",
                                        "problem: ",
                                        "on certain vehicles, ",
                                        "on certain vehicles ",
                                        "on some vehicles, ",
                                        "on some vehicles ",
                                        "in certain vehicles, ",
                                        "on affected vehicles, ",
                                        "on the affected vehicles, ",
                                        "in the affected vehicles, ",
                                        "on a small number of vehicles, ",
                                        "due to a production issue, ",
                                        "it is possible that ",
                                        "it has been identified that ",
                                        "it has been found that ",
                                        "there is a possibility that ",
                                        "there is a potential that ",
                                        "there is potential that ",
                                        "in some circumstances there is a possibility that ",
                                        "in some circumstances ",
                                        "in some circumstances, ",
                                        "under certain circumstances, ",
                                        "under certain conditions, ",
                                        "if this happens, ",
                                        NULL};

void understand_drop_lead(struct text_view *text)
{
    drop_vehicles(text);
    while (clause_drop_any(text, preambles))
        ;
    const char *behind = text->bytes;
    drop_condition(text);
    while (text->bytes != behind && clause_drop_any(text, preambles))
        ;
}
