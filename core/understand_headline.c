#include "core/understand_internal.h"

#include <string.h>

/*
 * A headline is the clause that names the defect: the sentence with the most weight of the primary
 * category, without what stands before its subject, and in the order of a main clause:
 * "Laut Hersteller können bei … die Schrauben brechen" becomes "Schrauben können brechen".
 */

/* Matches come in order of their ends; none is longer than this. */
enum { HEADLINE_CHARACTERS = 110, MATCH_BYTES = 1000 };

static bool starts_with(struct text_view text, const char *words)
{
    size_t length = strlen(words);
    return text.length >= length && strncasecmp(text.bytes, words, length) == 0;
}

static void drop(struct text_view *text, size_t length)
{
    text->bytes += length;
    text->length -= length;
    while (text->length > 0 && (*text->bytes == ' ' || *text->bytes == ',')) {
        text->bytes++;
        text->length--;
    }
}

static bool drop_any(struct text_view *text, const char *const *words)
{
    for (; *words; words++) {
        if (starts_with(*text, *words)) {
            drop(text, strlen(*words));
            return true;
        }
    }
    return false;
}

/* How well a sentence names the defect. */
static double rate_sentence(const struct reading *reading, const struct sentence *sentence, size_t number,
                            enum category primary)
{
    double rating = number == 0 ? 5 : 0;
    if (sentence->zone == ZONE_ADMINISTRATION)
        rating -= 20;
    else if (sentence->zone == ZONE_REMEDY)
        rating -= 12;
    else if (sentence->zone == ZONE_CONSEQUENCE)
        rating -= 8;
    for (size_t i = reading_first_match(reading, sentence->start); i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        const struct rule_cue *cue = rules_cue(reading->rules, match->cue);
        if (match->end > sentence->end + MATCH_BYTES)
            break;
        if (match->start < sentence->start || match->start >= sentence->end)
            continue;
        if (cue->table == RULE_CATEGORY && cue->key == primary && cue->weight > 0 && !reading->taken[i] && rating < 20)
            rating += cue->weight;
    }
    static const char *const defects[] = {" kann ",  " konnen ", "fehler", "defekt",
                                          "problem", "lucke",    "bruch",  "mangel"};
    const char *text = reading->folded.text.bytes + sentence->start;
    for (size_t i = 0; i < sizeof defects / sizeof defects[0]; i++)
        if (memmem(text, sentence->end - sentence->start, defects[i], strlen(defects[i])))
            rating += 3;
    return rating - (double)number * 0.5;
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

/* --- Wording ------------------------------------------------------------------------------- */

static size_t word_length(struct text_view text)
{
    const char *blank = memchr(text.bytes, ' ', text.length);
    return blank ? (size_t)(blank - text.bytes) : text.length;
}

/* An infinitive that ends its clause: in small letters, -n, and a new clause or the end behind it. */
static bool ends_clause(struct text_view text, size_t start, size_t length)
{
    unsigned char first = (unsigned char)text.bytes[start];
    size_t bare = length;
    while (bare > 0 && strchr(",;", text.bytes[start + bare - 1]))
        bare--;
    if (bare < 3 || first < 'a' || first > 'z' || text.bytes[start + bare - 1] != 'n')
        return false;
    struct text_view rest = {text.bytes + start + length, text.length - start - length};
    return rest.length == 0 || bare < length || starts_with(rest, " und ") || starts_with(rest, " oder ") ||
           starts_with(rest, " bzw");
}

/* "kann A B brechen" → "A B kann brechen"; false when no such verb is found. */
static bool move_verb(struct text_view verb, struct text_view rest, struct buffer *out)
{
    for (size_t at = 0; at < rest.length;) {
        size_t length = word_length((struct text_view){rest.bytes + at, rest.length - at});
        if (at > 0 && ends_clause(rest, at, length)) {
            buffer_append(out, rest.bytes, at);
            buffer_append_view(out, verb);
            buffer_append_byte(out, ' ');
            buffer_append(out, rest.bytes + at, rest.length - at);
            return true;
        }
        at += length + 1;
    }
    return false;
}

/* What stands between the verb and the subject: "bei den Motoren die Schrauben" → "die Schrauben". */
static void drop_circumstance(struct text_view *text)
{
    static const char *const preps[] = {"bei ",      "in ",  "im ",    "an ",    "am ",   "durch ",
                                        "aufgrund ", "auf ", "wegen ", "unter ", "nach ", NULL};
    static const char *const subjects[] = {" die ", " das ", " der ", " eine ", " ein "};
    bool found = false;
    for (size_t i = 0; preps[i]; i++)
        found = found || starts_with(*text, preps[i]);
    if (!found)
        return;
    const char *nearest = NULL;
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        const char *at = memmem(text->bytes, text->length, subjects[i], strlen(subjects[i]));
        if (at && (!nearest || at < nearest))
            nearest = at;
    }
    if (nearest)
        drop(text, (size_t)(nearest + 1 - text->bytes));
}

static const char *const preambles[] = {"laut hersteller ",
                                        "lt. hersteller ",
                                        "nach angaben des herstellers ",
                                        "bei betroffenen fahrzeugen ",
                                        "bei den betroffenen fahrzeugen ",
                                        "bei den fahrzeugen ",
                                        "bei einigen fahrzeugen ",
                                        "bei bestimmten fahrzeugen ",
                                        "in einigen fällen ",
                                        "in seltenen fällen ",
                                        "es besteht die möglichkeit, dass ",
                                        "es besteht die gefahr, dass ",
                                        "betroffen ist ",
                                        "unter umständen ",
                                        "der adac hat ",
                                        "möglicherweise ",
                                        NULL};

static const char *const articles[] = {"der ", "die ", "das ", "ein ", "eine ", "einer ", "eines ", NULL};

/* "wegen möglicher Softwareprobleme der Motorsteuerung kann es …" → "Softwareprobleme der Motorsteuerung" */
static bool take_cause(struct text_view text, struct buffer *out)
{
    static const char *const causes[] = {"wegen möglicher ", "auf grund eines ", "aufgrund eines ", NULL};
    static const char *const ends[] = {", ", " kann ", " können ", " werden ", " wird "};
    if (!drop_any(&text, causes))
        return false;
    size_t length = text.length;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *at = memmem(text.bytes, length, ends[i], strlen(ends[i]));
        if (at)
            length = (size_t)(at - text.bytes);
    }
    size_t noun = word_length((struct text_view){text.bytes, length});
    /* "eines Fehlers": the headline names the Fehler. */
    bool genitive =
        noun > 4 && (memcmp(text.bytes + noun - 3, "ers", 3) == 0 || memcmp(text.bytes + noun - 3, "els", 3) == 0);
    buffer_append(out, text.bytes, genitive ? noun - 1 : noun);
    buffer_append(out, text.bytes + noun, length - noun);
    return true;
}

/* "kann es … zum Herausdrücken von Öl … kommen" → "Herausdrücken von Öl …" */
static bool take_outcome(struct text_view text, struct buffer *out)
{
    static const char *const leads[] = {"kann es ", "könnte es ", NULL};
    static const char *const tos[] = {" zum ", " zur ", " zu "};
    if (!drop_any(&text, leads))
        return false;
    if (text.length > 7 && memcmp(text.bytes + text.length - 7, " kommen", 7) == 0)
        text.length -= 7;
    for (size_t i = 0; i < sizeof tos / sizeof tos[0]; i++) {
        const char *at = memmem(text.bytes, text.length, tos[i], strlen(tos[i]));
        if (!at)
            continue;
        drop(&text, (size_t)(at - text.bytes) + strlen(tos[i]));
        buffer_append_view(out, text);
        return true;
    }
    return false;
}

/* "die verbauten Spulen" without its article is "verbaute Spulen". */
static bool drop_article(struct text_view *text, struct buffer *out)
{
    bool weak = starts_with(*text, "die ");
    if (!drop_any(text, articles))
        return false;
    size_t length = word_length(*text);
    bool adjective = length > 4 && text->bytes[0] >= 'a' && text->bytes[0] <= 'z';
    if (weak && adjective && memcmp(text->bytes + length - 2, "en", 2) == 0) {
        buffer_append(out, text->bytes, length - 1);
        text->bytes += length;
        text->length -= length;
    }
    return true;
}

static void word_clause(struct text_view text, struct buffer *out)
{
    while (text.length > 0 && strchr(".!; ", text.bytes[text.length - 1]))
        text.length--;
    static const char *const verbs[] = {"kann ", "können ", "könnte ", "könnten ", NULL};
    while (drop_any(&text, preambles))
        ;
    if (take_cause(text, out) || take_outcome(text, out))
        return;
    for (size_t i = 0; verbs[i]; i++) {
        if (!starts_with(text, verbs[i]))
            continue;
        struct text_view verb = {text.bytes, strlen(verbs[i]) - 1};
        struct text_view rest = text;
        drop(&rest, verb.length);
        drop_circumstance(&rest);
        size_t before = out->length;
        drop_article(&rest, out);
        if (move_verb(verb, rest, out))
            return;
        out->length = before;
    }
    drop_article(&text, out);
    buffer_append_view(out, text);
}

/* In one line, without the final stop, the first letter large, cut at a word. */
static char *finish(struct buffer *clause, struct arena *arena)
{
    struct text_view text = text_trim(buffer_view(clause));
    while (text.length > 0 && strchr(".,;: ", text.bytes[text.length - 1]))
        text.length--;
    size_t characters = 0, cut = 0, at = 0;
    while (at < text.length && characters < HEADLINE_CHARACTERS) {
        size_t length;
        text_decode((struct text_view){text.bytes + at, text.length - at}, &length);
        if (text.bytes[at] == ' ')
            cut = at;
        at += length;
        characters++;
    }
    bool is_cut = at < text.length && cut > 0;
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

void understand_headline(const struct reading *reading, struct recall *recall, struct arena *arena)
{
    if (recall->headline)
        return;
    const struct sentence *sentence = choose_sentence(reading, recall->categories[0]);
    struct buffer plain = {0}, clause = {0};
    if (sentence) {
        size_t start, length;
        folded_origin(&reading->folded, reading->text, sentence->start, sentence->end - sentence->start, &start,
                      &length);
        text_normalize_space((struct text_view){reading->text.bytes + start, length}, &plain);
        word_clause(buffer_view(&plain), &clause);
    }
    recall->headline = finish(&clause, arena);
    if (plain.failed || clause.failed || !recall->headline)
        recall->headline = "";
    if (!recall->headline[0])
        recall->headline = recall->campaign ? recall->campaign : "—";
    buffer_free(&plain);
    buffer_free(&clause);
}
