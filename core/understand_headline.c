#include "core/substring.h"
#include "core/understand_internal.h"

#include <string.h>

/*
 * A headline is the clause that names the defect: the sentence with the most weight of the primary
 * category, without what stands before its subject, and in the order of a main clause:
 * "Laut Hersteller können bei … die Schrauben brechen" becomes "Schrauben können brechen".
 */

/* Matches come in order of their ends; none is longer than this. */
enum { MATCH_BYTES = 1000 };

/* How long a headline may be, and from where on it may end with a clause. */
enum { HEADLINE_CHARACTERS = 110, CLAUSE_LEAST = 30 };

/* More cues than this make no sentence a better headline. */
enum { CUES_MOST = 12 };

/* Words of what is wrong, in base form. */
static const char *const defects[] = {
    " kann ",     " konnen ", " konnte ",    " konnten ", "fehler",   "defekt",     "problem", "lucke",
    "bruch",      "mangel",   "undicht",     "korros",    " riss",    "ungenugend", "falsch",  "unzureich",
    "locker",     "ausfall",  "verschleiss", "brechen",   "nicht ",   "leck",       " may ",   " could ",
    " can ",      " not ",    "fail",        "defect",    "improper", "incorrect",  "crack",   "leak",
    "loose",      "might ",   "missing",     "wurden ",   "fehlt",    "zu gering",  "zu hoch", "bemangel",
    "zu schwach", " kann,",   " kann:",      " kann.",    " konnen,", " konnen.",   NULL};

/* Sentences that lead to the matter and are not yet it. */
static const char *const introductions[] = {
    "betroffen ist ",   "betroffen sind ",  "is recalling certain",  "are being recalled",
    "is recalling all", "betroffen waren ", "are recalling certain", NULL};

/* Sentences that go on about something named before. */
static const char *const references[] = {"this could ", "this can ", "this may ", "it could ", "it may ",
                                         "if this ",    "dies ",     "dadurch ",  "das kann ", " dieses ",
                                         "sie ",        "er ",       NULL};

static bool refers_back(const char *text, size_t length)
{
    for (size_t i = 0; references[i]; i++) {
        size_t words = strlen(references[i]);
        bool anywhere = references[i][0] == ' ';
        if (anywhere ? substring_in(text, length, references[i]) != NULL
                     : length > words && memcmp(text, references[i], words) == 0)
            return true;
    }
    return false;
}

static double rate_cues(const struct reading *reading, const struct sentence *sentence, enum category primary)
{
    double rating = 0;
    for (size_t i = reading_first_match(reading, sentence->start); i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
        if (match->end > sentence->end + MATCH_BYTES || rating >= CUES_MOST)
            break;
        if (match->start < sentence->start || match->start >= sentence->turn)
            continue;
        if (cue->table == RULE_CATEGORY && cue->key == primary && cue->weight > 0 && !reading->taken[i])
            rating += cue->weight;
    }
    return rating < CUES_MOST ? rating : CUES_MOST;
}

/* How well a sentence names the defect. */
static double rate_sentence(const struct reading *reading, const struct sentence *sentence, size_t number,
                            enum category primary)
{
    static const double zones[ZONE_COUNT] = {[ZONE_CONSEQUENCE] = -8, [ZONE_REMEDY] = -12, [ZONE_ADMINISTRATION] = -20};
    const char *whole = reading->folded.text.bytes, *text = whole + sentence->start;
    size_t length = sentence->end - sentence->start;
    double rating = zones[sentence->zone] + rate_cues(reading, sentence, primary);
    if (sentence_has_any(whole, sentence, defects))
        rating += number == 0 ? 8 : 3;
    else if (number == 0)
        rating -= 3;
    else if (sentence->has_digit)
        rating -= 6; /* "7.863 Autos in Deutschland, 126.880 weltweit" */
    if (refers_back(text, length))
        rating -= 6;
    if (sentence_has_any(whole, sentence, introductions))
        rating -= 9;
    if (sentence->is_label)
        rating -= 100;
    return rating - (double)number * 1.5;
}

static const struct sentence *choose_sentence(const struct reading *reading, enum category primary)
{
    const struct sentence *best = NULL;
    double best_rating = 0;
    for (size_t i = 0; i < reading->sentence_count; i++) {
        double rating = rate_sentence(reading, &reading->sentences[i], i, primary);
        if (!best || rating > best_rating) {
            best = &reading->sentences[i];
            best_rating = rating;
        }
    }
    return best;
}

/* --- The line ------------------------------------------------------------------------------ */

/* A comma behind a verb, not one of an enumeration of nouns, nor before what a word announces: "dazu führen, dass". */
static bool ends_clause(struct text_view text, size_t at)
{
    size_t word = at;
    if (!strchr(",;", text.bytes[at]) || at + 5 >= text.length || memcmp(text.bytes + at, ", dass", 6) == 0)
        return false;
    while (word > 0 && text.bytes[word - 1] == ' ')
        word--;
    while (word > 0 && text.bytes[word - 1] != ' ')
        word--;
    return text.bytes[word] >= 'a' && text.bytes[word] <= 'z';
}

/* In one line, without the final stop, the first letter large, cut at a word. */
static char *finish(struct buffer *clause, struct arena *arena)
{
    struct text_view text = text_trim(buffer_view(clause));
    while (text.length > 0 && strchr(".,;: ", text.bytes[text.length - 1]))
        text.length--;
    size_t characters = 0, cut = 0, clause_end = 0, at = 0;
    while (at < text.length && characters < HEADLINE_CHARACTERS) {
        size_t length;
        text_decode((struct text_view){text.bytes + at, text.length - at}, &length);
        if (text.bytes[at] == ' ')
            cut = at;
        if (characters >= CLAUSE_LEAST && ends_clause(text, at))
            clause_end = at;
        at += length;
        characters++;
    }
    bool is_cut = at < text.length && cut > 0 && !clause_end;
    if (at < text.length && clause_end)
        at = clause_end;
    char *headline = arena_format(arena, "%.*s%s", (int)(is_cut ? cut : at), text.bytes, is_cut ? " …" : "");
    static const struct {
        const char *small, *large;
    } umlauts[] = {{"ä", "Ä"}, {"ö", "Ö"}, {"ü", "Ü"}};
    if (headline && headline[0] >= 'a' && headline[0] <= 'z')
        headline[0] = (char)(headline[0] - 'a' + 'A');
    for (size_t i = 0; headline && i < sizeof umlauts / sizeof umlauts[0]; i++)
        if (strncmp(headline, umlauts[i].small, 2) == 0)
            memcpy(headline, umlauts[i].large, 2);
    return headline;
}

/*
 * "1.274 Tesla Model S: Das Bild bleibt weg" – cars before the colon, the defect behind it; "Wackelkontakt beim
 * Abblendlicht: Wer die Haube …" – the defect before it.
 */
static void cut_at_colon(struct text_view *text)
{
    enum { LABEL_MOST = 25 };
    const char *colon = memmem(text->bytes, text->length, ": ", 2);
    if (!colon)
        return;
    size_t before = (size_t)(colon - text->bytes), behind = text->length - before - 2;
    bool has_digit = false;
    for (size_t i = 0; i < before; i++)
        has_digit = has_digit || (text->bytes[i] >= '0' && text->bytes[i] <= '9');
    if ((has_digit || before <= LABEL_MOST) && behind >= CLAUSE_LEAST)
        *text = (struct text_view){colon + 2, behind};
    else if (before > LABEL_MOST && !has_digit)
        text->length = before;
}

/* Where the clause about the defect ends: before what follows from it, if enough stands before that. */
static size_t find_end(const struct reading *reading, const struct sentence *sentence)
{
    static const char *const consequences[] = {
        ", dadurch",    ", wodurch",  ", sodass",     ", so dass", ", was zu",     ", was dazu",  " und es dadurch",
        " und dadurch", ", in folge", " which could", ", which",   ", increasing", ", resulting", NULL};
    const char *text = reading->folded.text.bytes;
    size_t end = sentence->end;
    for (size_t i = 0; consequences[i] && sentence->end > sentence->start + CLAUSE_LEAST; i++) {
        const char *found = memmem(text + sentence->start + CLAUSE_LEAST, end - sentence->start - CLAUSE_LEAST,
                                   consequences[i], strlen(consequences[i]));
        if (found)
            end = (size_t)(found - text);
        if (end <= sentence->start + CLAUSE_LEAST)
            break;
    }
    return end;
}

void understand_headline(const struct reading *reading, struct recall *recall, struct arena *arena)
{
    if (recall->headline)
        return;
    const struct sentence *sentence = choose_sentence(reading, recall->categories[0]);
    struct buffer plain = {0}, clause = {0};
    if (sentence) {
        size_t start, length;
        size_t end = find_end(reading, sentence);
        folded_origin(&reading->folded, reading->text, sentence->start, end - sentence->start, &start, &length);
        text_normalize_space((struct text_view){reading->text.bytes + start, length}, &plain);
        struct text_view words = buffer_view(&plain);
        cut_at_colon(&words);
        understand_word_clause(words, &clause);
    }
    recall->headline = finish(&clause, arena);
    if (plain.failed || clause.failed || !recall->headline)
        recall->headline = "";
    if (!recall->headline[0])
        recall->headline = recall->campaign ? recall->campaign : "—";
    buffer_free(&plain);
    buffer_free(&clause);
}
