#include "core/understand_internal.h"

#include "core/substring.h"

#include <string.h>

/*
 * What a text says is all right is not what it is about: "Bremsen und Fahrwerk sind nicht betroffen", "weder die
 * Lenkung noch die Bremsen sind beeinträchtigt". Cues of categories in such clauses say nothing.
 */

/* Said behind what is named. */
const char *const phrases_denied_behind[] = {" nicht betroffen",      " nicht beeintrach",
                                             " unbeeintrachtigt",     " bleibt erhalten",
                                             " bleiben erhalten",     " in ordnung",
                                             " den vorgaben",         " nichts zu tun",
                                             " liegt nicht vor",      " liegen nicht vor",
                                             " unauffallig",          " nicht die ursache",
                                             " bleiben versorgt",     " bleibt versorgt",
                                             " uneingeschrankt",      " voll funktionsfahig",
                                             " funktionsfahig bleib", " weiterhin funkt",
                                             " bleibt wirksam",       " bleiben wirksam",
                                             " jedem fall versorgt",  " schliessen die ingenieure aus",
                                             " not affected",         " unaffected",
                                             " remain functional",    " remains functional",
                                             " remain operational",   " remains operational",
                                             " remain available",     " remains available",
                                             " remain fully",         " remains fully",
                                             " continue to function", " continues to function",
                                             " continue to work",     " not impacted",
                                             " not involved",         NULL};

/* Said before it, up to the end of the clause. */
const char *const phrases_denied_before[] = {"weder ",
                                             "neither ",
                                             "kein problem mit ",
                                             "keine probleme mit ",
                                             "unabhangig von ",
                                             "keinen einfluss auf ",
                                             "no effect on ",
                                             "not affect the ",
                                             NULL};

/* Where a clause may begin or end within a sentence. */
static bool is_joint(const char *text, size_t at)
{
    static const char *const joints[] = {", ", "; ", ": ", " aber ", " doch ", " but ", " while ", NULL};
    for (size_t i = 0; joints[i]; i++)
        if (text_begins(text + at, joints[i]) > 0)
            return true;
    return false;
}

static size_t clause_start(const char *text, const struct sentence *sentence, size_t at)
{
    while (at > sentence->start && !is_joint(text, at))
        at--;
    return at;
}

static size_t clause_end(const char *text, const struct sentence *sentence, size_t at)
{
    while (at < sentence->end && !is_joint(text, at))
        at++;
    return at;
}

/* "Bremsen, Lenkung und Fahrwerk sind …": the items of a list before its last stand behind commas. */
static size_t list_start(const char *text, const struct sentence *sentence, size_t start, size_t end)
{
    enum { ITEM_MOST = 30 };
    static const char *const links[] = {" und ", " sowie ", " and ", " or ", NULL};
    bool is_list = false;
    for (size_t i = 0; links[i]; i++)
        is_list = is_list || substring_in(text + start, end - start, links[i]) != NULL;
    while (is_list && start > sentence->start && text[start] == ',') {
        size_t item = clause_start(text, sentence, start - 1);
        if (start - item > ITEM_MOST)
            break;
        start = item;
    }
    return start;
}

static void drop_cues(struct reading *reading, size_t start, size_t end)
{
    for (size_t i = reading_first_match(reading, start); i < reading->match_count && reading->matches[i].end <= end;
         i++)
        if (reading->matches[i].start >= start && reading_cue(reading, &reading->matches[i])->table == RULE_CATEGORY)
            reading->taken[i] = true;
}

/* Whether the sentence has the same words before: what is said twice counts once. */
static bool is_said_before(const struct reading *reading, const struct sentence *sentence, size_t number)
{
    const struct match *phrases = reading->phrases, *phrase = &phrases[number];
    const char *text = reading->folded.text.bytes;
    for (size_t i = number; i-- > 0 && phrases[i].end > sentence->start;)
        if (phrases[i].cue == phrase->cue && phrases[i].start >= sentence->start &&
            phrases[i].letters == phrase->letters &&
            memcmp(text + phrases[i].start, text + phrase->start, phrase->letters) == 0)
            return true;
    return false;
}

static void drop_in_sentence(struct reading *reading, const struct sentence *sentence)
{
    const char *text = reading->folded.text.bytes;
    for (size_t i = reading_first_phrase(reading, sentence->start);
         i < reading->phrase_count && reading->phrases[i].end <= sentence->end; i++) {
        const struct match *phrase = &reading->phrases[i];
        size_t at = phrase->start;
        bool is_behind = phrase->cue == PHRASES_DENIED_BEHIND, is_before = phrase->cue == PHRASES_DENIED_BEFORE;
        if (at < sentence->start || (!is_behind && !is_before) || is_said_before(reading, sentence, i))
            continue;
        if (is_behind)
            drop_cues(reading, list_start(text, sentence, clause_start(text, sentence, at), at), at);
        else if (at == sentence->start || text[at - 1] == ' ')
            drop_cues(reading, at, clause_end(text, sentence, at));
    }
}

void reading_drop_denied(struct reading *reading)
{
    for (size_t i = 0; i < reading->sentence_count; i++) {
        const struct sentence *sentence = &reading->sentences[i];
        if (sentence_has(sentence, PHRASES_DENIED_BEHIND) || sentence_has(sentence, PHRASES_DENIED_BEFORE))
            drop_in_sentence(reading, sentence);
    }
}
