#include "core/substring.h"
#include "core/understand_clause.h"

#include <float.h>
#include <string.h>

/*
 * A headline is the clause that names the defect: the sentence with the most weight of the primary
 * category, without what stands before its subject, and in the order of a main clause:
 * "Laut Hersteller können bei … die Schrauben brechen" becomes "Schrauben können brechen".
 */

/*
 * A longer one ends with a clause where it can, not before so many characters; one without clauses is cut at a word
 * only where no person would call it a headline any more. Lists cut to their width themselves.
 */
enum { HEADLINE_CHARACTERS = UNDERSTAND_HEADLINE_CHARACTERS, HEADLINE_MOST = 300, CLAUSE_LEAST = 30 };

/* More cues than this make no sentence a better headline. */
enum { CUES_MOST = 12 };

/* Words of what is wrong, in base form. */
const char *const phrases_defects[] = {
    " kann ",     " konnen ",     " konnte ",    " konnten ", "fehler",   "defekt",     "problem", "lucke",
    "bruch",      "mangel",       "undicht",     "korros",    " riss",    "ungenugend", "falsch",  "unzureich",
    "locker",     "ausfall",      "verschleiss", "brechen",   "nicht ",   "leck",       " may ",   " could ",
    " can ",      " not ",        "fail",        "defect",    "improper", "incorrect",  "crack",   "leak",
    "loose",      "might ",       "missing",     "wurden ",   "fehlt",    "zu gering",  "zu hoch", "bemangel",
    "zu schwach", " wurde mit",   "zu kurz",     "zu lang",   "zu klein", "zu gross",   "zu viel", "zu wenig",
    "wrong",      "insufficient", "inadequate",  "detach",    "separat",  "ruptur",     " kann,",  " kann:",
    " kann.",     " konnen,",     " konnen.",    NULL};

/* Sentences that lead to the matter and are not yet it. */
const char *const phrases_introductions[] = {"betroffen ist ",       "betroffen sind ",        "betroffen waren ",
                                             "is recalling ",        "are being recalled",     "are recalling ",
                                             "vehicle description:", "equipment description:", NULL};

/* Sentences that go on about something named before. */
static const char *const references[] = {"this ",           "it ",         "they ",     "if this ",    "therefore",
                                         "these vehicles ", "as a result", "as such",   "the result ", "consequently",
                                         "dies ",           "dadurch ",    "das kann ", "sie ",        "er ",
                                         "additionally",    NULL};

/* Sentences that begin with what the workshop does. */
static const char *const measures[] = {
    "uberprufung ", "austausch ",     "einbau ",      "installation ", "erneuerung ",  "ersatz ", "kontrolle ",
    "prufung ",     "softwareupdate", "nachrustung ", "anpassung ",    "anpassungen ", "update ", NULL};

/* Authorities whose texts have the defect in the first line and nothing but what follows from it behind that. */
static const char *const authorities_by_line[] = {"kba", "nhtsa", NULL};

static bool begins_with_any(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_begins(text, words[i]) > 0)
            return true;
    return false;
}

/* That a standard is not met is no defect yet, unless the sentence says what is wrong as well. */
const char *const phrases_standards[] = {"to comply with",  "to conform to",   "not comply with",     "not conform to",
                                         "safety standard", "the standard re", "regulations require", NULL};

const char *const phrases_wrongs[] = {"not equipped", "not have", "missing", " without ", NULL};

const char *const phrases_references[] = {" dieses ", NULL};

void headline_add_starts(struct word_starts *reference_starts, struct word_starts *measure_starts)
{
    for (size_t i = 0; references[i]; i++)
        word_starts_add(reference_starts, references[i]);
    for (size_t i = 0; measures[i]; i++)
        word_starts_add(measure_starts, measures[i]);
}

static bool begins_with_reference(const struct reading *reading, const struct sentence *sentence)
{
    const char *text = reading->folded.text.bytes + sentence->start;
    return word_starts_may(&reading->references, text) && begins_with_any(text, references);
}

/* How much that takes from a sentence. */
static double rate_references(const struct reading *reading, const struct sentence *sentence)
{
    enum { BEGINS = 12, HAS = 6 };
    if (begins_with_reference(reading, sentence))
        return BEGINS;
    return sentence_has(sentence, PHRASES_REFERENCES) ? HAS : 0;
}

/* *first is the first match of a category that ends behind the start of the sentence before, and then of this one. */
static double rate_cues(const struct reading *reading, const struct sentence *sentence, enum category primary,
                        size_t *first)
{
    double rating = 0;
    struct match_numbers numbers = reading_matches(reading, RULE_CATEGORY);
    while (*first < numbers.count && reading->matches[numbers.items[*first]].end <= sentence->start)
        (*first)++;
    for (size_t i = *first; i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
        const struct rule_cue *cue = reading_cue(reading, match);
        /* They come in order of their ends. */
        if (match->end > sentence->end + reading->longest_match || rating >= CUES_MOST)
            break;
        if (match->start < sentence->start || match->start >= sentence->turn)
            continue;
        if (cue->key == primary && cue->weight > 0 && !reading->taken[numbers.items[i]])
            rating += cue->weight;
    }
    return rating < CUES_MOST ? rating : CUES_MOST;
}

/* "Thes": where the source was cut there may be less than a clause left. */
static bool is_cut(const struct reading *reading, const struct sentence *sentence)
{
    enum { TORSO_MOST = 12 };
    const char *text = reading->folded.text.bytes;
    return sentence->end == reading->folded.text.length && text[sentence->end - 1] != '.' &&
           (sentence->end - sentence->start < TORSO_MOST || begins_with_reference(reading, sentence));
}

/* How well a sentence names the defect. One that can't be better than the best so far may be rated too high. */
static double rate_sentence(const struct reading *reading, const struct sentence *sentence, size_t number,
                            enum category primary, double best, size_t *first_match)
{
    static const double zones[ZONE_COUNT] = {[ZONE_CONSEQUENCE] = -8, [ZONE_REMEDY] = -12, [ZONE_ADMINISTRATION] = -20};
    const char *whole = reading->folded.text.bytes, *text = whole + sentence->start;
    double rating = zones[sentence->zone] + rate_cues(reading, sentence, primary, first_match);
    bool has_defect = sentence_has(sentence, PHRASES_DEFECTS);
    bool introduces = sentence_has(sentence, PHRASES_INTRODUCTIONS);
    if (has_defect)
        rating += number == 0 && !introduces ? 8 : 3;
    else if (number == 0)
        rating -= 3;
    else if (sentence->has_digit)
        rating -= 6; /* "7.863 Autos in Deutschland, 126.880 weltweit" */
    rating -= (double)number * 1.5;
    if (rating <= best)
        return rating;
    rating -= rate_references(reading, sentence);
    if (sentence_has(sentence, PHRASES_STANDARDS) && !sentence_has(sentence, PHRASES_WRONGS))
        rating -= 9;
    if (introduces)
        rating -= has_defect ? 12 : 25;
    if (number > 0 && word_starts_may(&reading->measures, text) && begins_with_any(text, measures))
        rating -= 12;
    if (sentence->is_label || (number > 0 && is_cut(reading, sentence)))
        rating -= 100;
    return rating;
}

/* Where the source's own words about the defect end: in the text's original. */
static size_t end_of_defect(const struct reading *reading, const char *authority)
{
    const char *end = NULL;
    for (size_t i = 0; authority && authorities_by_line[i]; i++)
        if (strcmp(authority, authorities_by_line[i]) == 0)
            end = memchr(reading->text.bytes, '\n', reading->text.length);
    return end ? (size_t)(end - reading->text.bytes) : reading->text.length;
}

static const struct sentence *choose_sentence(const struct reading *reading, const struct recall *recall)
{
    const struct sentence *best = NULL;
    double best_rating = -DBL_MAX;
    size_t first_match = 0;
    size_t end = end_of_defect(reading, recall->authority);
    for (size_t i = 0; i < reading->sentence_count; i++) {
        double rating =
            rate_sentence(reading, &reading->sentences[i], i, recall->categories[0], best_rating, &first_match);
        if (reading->folded.origins[reading->sentences[i].start] > end)
            rating -= 50;
        if (rating > best_rating) {
            best = &reading->sentences[i];
            best_rating = rating;
        }
    }
    return best;
}

/* --- The line ------------------------------------------------------------------------------ */

/* What may stand between a subject and its verb, and such verbs behind the comma that ends it. */
static const char *const insertions[] = {", which ",     ", such as ",    ", combined with ", ", located ",
                                         ", including ", ", as well as ", ", along with ",    NULL};
static const char *const resumptions[] = {", may ", ", can ", ", could ", ", might ", ", was ", ", were ",
                                          ", is ",  ", are ", ", has ",   ", have ",  NULL};

static bool starts_with_any(struct text_view text, const char *const *words)
{
    bool found = false;
    for (; *words && !found; words++)
        found = clause_starts_with(text, *words);
    return found;
}

static bool has_verb(struct text_view text)
{
    for (; text.length > 0; text.bytes++, text.length--)
        for (size_t i = 0; text.bytes[0] == ' ' && resumptions[i]; i++)
            if (clause_starts_with(text, resumptions[i] + 1))
                return true;
    return false;
}

/* "The pump, which is in the tank, may leak": from the first comma up to the blank behind the second. */
static bool find_insertion(struct text_view text, size_t *start, size_t *end)
{
    const char *opened = NULL, *comma = text.length > 0 ? text.bytes : NULL;
    while (comma && (comma = memchr(comma, ',', text.length - (size_t)(comma - text.bytes))) != NULL) {
        struct text_view rest = {comma, text.length - (size_t)(comma - text.bytes)};
        if (opened && starts_with_any(rest, resumptions))
            break;
        if (starts_with_any(rest, insertions))
            opened = comma;
        comma++;
    }
    if (!comma || has_verb((struct text_view){text.bytes, (size_t)(opened - text.bytes)}))
        return false;
    *start = (size_t)(opened - text.bytes);
    *end = (size_t)(comma - text.bytes) + 1;
    return true;
}

/* In place. */
static void drop_insertion(struct text_view *text)
{
    size_t start, end;
    if (!find_insertion(*text, &start, &end))
        return;
    memmove((char *)text->bytes + start, text->bytes + end, text->length - end);
    text->length -= end - start;
}

/* Words that the comma behind them does not part from what follows: "which, over time, could". */
static const char *const lasts[] = {" which",       " that", " and",  " or",   " but",  " because",
                                    " as a result", " und",  " oder", " aber", " weil", NULL};

static bool ends_with_any(struct text_view text, const char *const *words)
{
    for (; *words; words++)
        if (text.length >= strlen(*words) &&
            memcmp(text.bytes + text.length - strlen(*words), *words, strlen(*words)) == 0)
            return true;
    return false;
}

/*
 * A comma behind a verb, not one of an enumeration of nouns, nor before what a word announces, "dazu führen, dass", or
 * before the verb.
 */
static bool ends_clause(struct text_view text, size_t at)
{
    struct text_view before = {text.bytes, at}, rest = {text.bytes + at, text.length - at};
    if (!text_is_sign(text.bytes[at], ",;") || rest.length <= 5 || text_begins(rest.bytes, ", dass") > 0 ||
        starts_with_any(rest, resumptions))
        return false;
    while (before.length > 0 && before.bytes[before.length - 1] == ' ')
        before.length--;
    if (ends_with_any(before, lasts))
        return false;
    size_t word = before.length;
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
    size_t characters = 0, cut = 0, clause_end = 0, at = 0, main = understand_find_main_clause(text);
    while (at < text.length && characters < HEADLINE_MOST && (characters < HEADLINE_CHARACTERS || !clause_end)) {
        size_t length = 1;
        if ((unsigned char)text.bytes[at] >= 0x80)
            text_decode((struct text_view){text.bytes + at, text.length - at}, &length);
        if (text.bytes[at] == ' ')
            cut = at;
        if (characters >= CLAUSE_LEAST && at >= main && ends_clause(text, at))
            clause_end = at;
        at += length;
        characters++;
    }
    bool is_long = at < text.length && cut > 0 && !clause_end;
    if (at < text.length && clause_end)
        at = clause_end;
    while (at > 0 && text.bytes[at - 1] == ' ')
        at--;
    static const char more[] = " …";
    size_t length = is_long ? cut : at, more_length = is_long ? sizeof more - 1 : 0;
    char *headline = arena_allocate(arena, length + more_length + 1);
    if (!headline)
        return NULL;
    memcpy(headline, text.bytes, length);
    memcpy(headline + length, more, more_length);
    static const struct {
        const char *small, *large;
    } umlauts[] = {{"ä", "Ä"}, {"ö", "Ö"}, {"ü", "Ü"}};
    if (headline[0] >= 'a' && headline[0] <= 'z')
        headline[0] = (char)(headline[0] - 'a' + 'A');
    for (size_t i = 0; i < sizeof umlauts / sizeof umlauts[0]; i++)
        if (strncmp(headline, umlauts[i].small, 2) == 0)
            memcpy(headline, umlauts[i].large, 2);
    return headline;
}

/*
 * "1.274 Tesla Model S: Das Bild bleibt weg", "Certain trailers with …: the wires may …" – cars before the colon, the
 * defect behind it; "Wackelkontakt beim Abblendlicht: Wer die Haube …" – the defect before it.
 */
static void cut_at_colon(struct text_view *text)
{
    enum { LABEL_MOST = 25 };
    const char *colon = substring_in(text->bytes, text->length, ": ");
    if (!colon)
        return;
    size_t before = (size_t)(colon - text->bytes), behind = text->length - before - 2;
    bool has_digit = false;
    for (size_t i = 0; i < before; i++)
        has_digit = has_digit || (text->bytes[i] >= '0' && text->bytes[i] <= '9');
    static const char *const cars[] = {"certain ", "fahrzeuge ", "nur fahrzeuge ", "modelle ", "nur modelle ", NULL};
    bool names_cars = starts_with_any(*text, cars);
    if ((has_digit || before <= LABEL_MOST || names_cars) && behind >= CLAUSE_LEAST)
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
    size_t end = sentence->end, least = sentence->start + CLAUSE_LEAST, opened, resumed;
    bool has_comma = memchr(text + sentence->start, ',', end - sentence->start) != NULL;
    if (has_comma &&
        find_insertion((struct text_view){text + sentence->start, end - sentence->start}, &opened, &resumed))
        least = sentence->start + resumed > least ? sentence->start + resumed : least;
    for (size_t i = 0; consequences[i] && end > least; i++) {
        if (consequences[i][0] == ',' && !has_comma)
            continue;
        const char *found = substring_in(text + least, end - least, consequences[i]);
        if (found)
            end = (size_t)(found - text);
    }
    return end;
}

/* Whether all that the sentence says is which cars are meant. */
static bool only_introduces(const struct sentence *sentence)
{
    return sentence_has(sentence, PHRASES_INTRODUCTIONS) && !sentence_has(sentence, PHRASES_DEFECTS);
}

/* "AIR BAGS:FRONTAL:DRIVER SIDE; …" as "Air bags, frontal, driver side". */
static void word_component(const char *labels, struct buffer *clause)
{
    size_t length = strcspn(labels, ";");
    for (size_t i = 0; i < length; i++) {
        char byte = labels[i];
        if (byte == ':')
            buffer_append_string(clause, labels[i + 1] == ' ' ? "," : ", ");
        else
            buffer_append_byte(clause, i > 0 && byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte);
    }
}

void understand_headline(struct reading *reading, struct recall *recall, struct arena *arena)
{
    if (recall->headline)
        return;
    const struct sentence *sentence = choose_sentence(reading, recall);
    const char *component = recall->given ? recall->given->component : NULL;
    struct buffer *plain = &reading->plain, *clause = &reading->clause;
    buffer_clear(plain);
    buffer_clear(clause);
    if (component && (!sentence || only_introduces(sentence))) {
        word_component(component, clause);
    } else if (sentence) {
        size_t start, length;
        size_t end = find_end(reading, sentence);
        folded_origin(&reading->folded, reading->text, sentence->start, end - sentence->start, &start, &length);
        text_normalize_space((struct text_view){reading->text.bytes + start, length}, plain);
        struct text_view words = buffer_view(plain);
        cut_at_colon(&words);
        drop_insertion(&words);
        understand_word_clause(words, clause);
    }
    recall->headline = finish(clause, arena);
    if (plain->failed || clause->failed || !recall->headline)
        recall->headline = "";
    if (!recall->headline[0])
        recall->headline = recall->campaign ? recall->campaign : "—";
}
