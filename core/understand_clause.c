#include "core/understand_clause.h"

#include <string.h>

#include "core/substring.h"

/*
 * The wording of a headline: a sentence without what stands before its subject, in the order of a main clause,
 * without what follows from it.
 */

static size_t word_length(struct text_view text)
{
    const char *blank = memchr(text.bytes, ' ', text.length);
    return blank ? (size_t)(blank - text.bytes) : text.length;
}

/* A verb that ends its clause: in small letters, an infinitive (-n) or participle (-t), and a new clause or the end
   behind it. */
static bool ends_clause(struct text_view text, size_t start, size_t length, char ending)
{
    unsigned char first = (unsigned char)text.bytes[start];
    bool is_small =
        (first >= 'a' && first <= 'z') || (length > 1 && first == 0xC3 && (unsigned char)text.bytes[start + 1] >= 0xA0);
    size_t bare = length;
    while (bare > 0 && strchr(",;", text.bytes[start + bare - 1]))
        bare--;
    if (bare < 3 || !is_small || (text.bytes[start + bare - 1] != 'n' && text.bytes[start + bare - 1] != ending))
        return false;
    struct text_view rest = {text.bytes + start + length, text.length - start - length};
    return rest.length == 0 || bare < length || clause_starts_with(rest, " und ") ||
           clause_starts_with(rest, " oder ") || clause_starts_with(rest, " bzw");
}

/* "kann A B brechen" → "A B kann brechen"; false when no such verb is found. */
static bool move_verb(struct text_view verb, struct text_view rest, char ending, struct buffer *out)
{
    for (size_t at = 0; at < rest.length;) {
        size_t length = word_length((struct text_view){rest.bytes + at, rest.length - at});
        if (at > 0 && ends_clause(rest, at, length, ending)) {
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
        found = found || clause_starts_with(*text, preps[i]);
    if (!found)
        return;
    const char *nearest = NULL;
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        const char *at = substring_in(text->bytes, text->length, subjects[i]);
        if (at && (!nearest || at < nearest))
            nearest = at;
    }
    if (nearest)
        clause_drop(text, (size_t)(nearest + 1 - text->bytes));
}

static const char *const articles[] = {"der ", "die ", "das ", "ein ", "eine ", "einer ", "eines ", "the ", "a ", NULL};

/*
 * "einer fehlerhaften Verschraubung der Leitung" names the "Fehlerhafte Verschraubung der Leitung"; what the genitive
 * of a masculine noun or accusative does to its adjective can't be undone without knowing the noun.
 */
static bool take_declined(struct text_view text, size_t length, struct buffer *out)
{
    size_t adjective = word_length((struct text_view){text.bytes, length});
    const char *noun = text.bytes + adjective + 1;
    if (adjective + 4 > length || text.bytes[adjective - 1] != 'n' || text.bytes[adjective - 2] != 'e' ||
        noun[0] < 'A' || noun[0] > 'Z')
        return false;
    size_t noun_length = word_length((struct text_view){noun, length - adjective - 1});
    static const char *const feminine[] = {"ung", "heit", "keit", "ion", "nik", "age", "ur", NULL};
    for (size_t i = 0; feminine[i]; i++) {
        size_t ending = strlen(feminine[i]);
        if (noun_length > ending && memcmp(noun + noun_length - ending, feminine[i], ending) == 0) {
            buffer_append(out, text.bytes, adjective - 1);
            buffer_append(out, text.bytes + adjective, length - adjective);
            return true;
        }
    }
    return false;
}

/* A cause of one word names no part. */
enum { CAUSE_LEAST = 22 };

/* "wegen möglicher Softwareprobleme der Motorsteuerung kann es …" → "Softwareprobleme der Motorsteuerung" */
static bool take_cause(struct text_view text, struct buffer *out)
{
    static const char *const causes[] = {"wegen möglicher ", "wegen eines ",    "wegen einer ",    "auf grund eines ",
                                         "auf grund einer ", "aufgrund eines ", "aufgrund einer ", "durch einen ",
                                         "durch eine ",      "durch ein ",      "wegen ",          NULL};
    static const char *const ends[] = {", ",         " kann ",     " können ",  " werden ", " wird ",
                                       " besteht ",  " bestehen ", " ist ",     " sind ",   " war ",
                                       " muss ",     " müssen ",   " mussten ", " ruft ",   " rufen ",
                                       " beordert ", " kommt ",    " droht ",   " fällt ",  " fallen "};
    if (!clause_drop_any(&text, causes))
        return false;
    size_t length = text.length;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *at = substring_in(text.bytes, length, ends[i]);
        if (at)
            length = (size_t)(at - text.bytes);
    }
    if (length < CAUSE_LEAST)
        return false;
    if (text.bytes[0] >= 'a' && text.bytes[0] <= 'z')
        return take_declined(text, length, out);
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
    if (!clause_drop_any(&text, leads))
        return false;
    if (text.length > 7 && memcmp(text.bytes + text.length - 7, " kommen", 7) == 0)
        text.length -= 7;
    for (size_t i = 0; i < sizeof tos / sizeof tos[0]; i++) {
        const char *at = substring_in(text.bytes, text.length, tos[i]);
        if (!at)
            continue;
        clause_drop(&text, (size_t)(at - text.bytes) + strlen(tos[i]));
        buffer_append_view(out, text);
        return true;
    }
    return false;
}

/* "hat bei BMW-Fahrzeugen Sicherheitslücken festgestellt" → "Sicherheitslücken bei BMW-Fahrzeugen" */
static bool take_finding(struct text_view text, struct buffer *out)
{
    static const char *const finders[] = {"der adac hat ", "das kba hat ", "der hersteller hat ", NULL};
    static const char found[] = " festgestellt";
    size_t length = sizeof found - 1;
    if (!clause_drop_any(&text, finders) || text.length <= length ||
        memcmp(text.bytes + text.length - length, found, length) != 0)
        return false;
    text.length -= length;
    size_t noun = text.length;
    while (noun > 0 && text.bytes[noun - 1] != ' ')
        noun--;
    if (noun == 0)
        return false;
    buffer_append(out, text.bytes + noun, text.length - noun);
    buffer_append_byte(out, ' ');
    buffer_append(out, text.bytes, noun - 1);
    return true;
}

/*
 * "dass sich … die Verkleidung der A-Säule lösen kann" → "Verkleidung der A-Säule kann sich lösen"; "dass es … zu einer
 * Störung kommen kann" → "Störung"
 */
static bool take_subordinate(struct text_view text, struct buffer *out)
{
    static const char *const leads[] = {"es besteht die möglichkeit, dass ", "es besteht die gefahr, dass ",
                                        "es kann vorkommen, dass ", "es besteht das risiko, dass ", NULL};
    static const char *const modals[] = {" kann", " können", " könnte", " könnten"};
    static const char *const outcomes[] = {" zu einer ", " zu einem ", " zum ", " zur "};
    if (!clause_drop_any(&text, leads))
        return false;
    struct text_view modal = {NULL, 0};
    for (size_t i = 0; i < sizeof modals / sizeof modals[0]; i++) {
        size_t length = strlen(modals[i]);
        if (text.length > length && memcmp(text.bytes + text.length - length, modals[i], length) == 0)
            modal = (struct text_view){text.bytes + text.length - length + 1, length - 1};
    }
    if (!modal.bytes)
        return false;
    text.length -= modal.length + 1;
    bool reflexive = clause_starts_with(text, "sich "), impersonal = clause_starts_with(text, "es ");
    clause_drop(&text, reflexive ? 5 : impersonal ? 3 : 0);
    for (size_t i = 0; impersonal && i < sizeof outcomes / sizeof outcomes[0]; i++) {
        const char *at = substring_in(text.bytes, text.length, outcomes[i]);
        if (!at || text.length < 8 || memcmp(text.bytes + text.length - 7, " kommen", 7) != 0)
            continue;
        clause_drop(&text, (size_t)(at - text.bytes) + strlen(outcomes[i]));
        buffer_append(out, text.bytes, text.length - 7);
        return true;
    }
    drop_circumstance(&text);
    clause_drop_any(&text, articles);
    size_t verb = text.length;
    while (verb > 0 && text.bytes[verb - 1] != ' ')
        verb--;
    if (verb == 0 || impersonal)
        return false;
    buffer_append(out, text.bytes, verb);
    buffer_append_view(out, modal);
    buffer_append_string(out, reflexive ? " sich " : " ");
    buffer_append(out, text.bytes + verb, text.length - verb);
    return true;
}

/* A further adjective, of that ending and before a noun or another one: its blank is taken. */
static bool take_adjective(struct text_view *text, const char *ending, struct buffer *out, size_t *length)
{
    struct text_view word = {text->bytes + 1, text->length - 1};
    size_t weak = strlen(ending);
    if (text->length < 6 || text->bytes[0] != ' ' || word.bytes[0] < 'a' || word.bytes[0] > 'z')
        return false;
    *length = word_length(word);
    if (*length < 4 || *length + 1 >= word.length || memcmp(word.bytes + *length - weak, ending, weak) != 0 ||
        word.bytes[*length + 1] < 'A' || word.bytes[*length + 1] > 'Z')
        return false;
    buffer_append_byte(out, ' ');
    *text = word;
    return true;
}

/*
 * Without its article an adjective shows the noun's gender: "die verbauten Spulen" → "verbaute Spulen", "das vordere
 * Schloss" → "vorderes Schloss". Before anything else in small letters ("der im Öl laufende Riemen") it stays.
 */
static bool drop_article(struct text_view *text, struct buffer *out)
{
    static const struct {
        const char *article, *weak;
        const char *strong;
    } endings[] = {{"die ", "en", "e"}, {"der ", "e", "er"}, {"das ", "e", "es"}};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (!clause_starts_with(*text, endings[i].article))
            continue;
        struct text_view rest = {text->bytes + 4, text->length - 4};
        size_t length = word_length(rest), weak = strlen(endings[i].weak);
        if (rest.length == 0 || rest.bytes[0] < 'a' || rest.bytes[0] > 'z')
            break;
        if (length < 4)
            return false;
        if (memcmp(rest.bytes + length - weak, endings[i].weak, weak) == 0) {
            do {
                buffer_append(out, rest.bytes, length - weak);
                buffer_append_string(out, endings[i].strong);
                rest = (struct text_view){rest.bytes + length, rest.length - length};
            } while (take_adjective(&rest, endings[i].weak, out, &length));
            *text = rest;
            return true;
        }
        if (rest.bytes[length - 1] != 'e')
            return false;
        break;
    }
    return clause_drop_any(text, articles);
}

/* Modal verbs and auxiliaries that may stand before their subject, and how the verb at the end of the clause ends. */
static const struct {
    const char *verb;
    char ending;
} leading_verbs[] = {{"kann ", 'n'}, {"können ", 'n'}, {"könnte ", 'n'}, {"könnten ", 'n'},
                     {"wird ", 't'}, {"werden ", 't'}, {"wurde ", 't'},  {"wurden ", 't'}};

static bool take_inverted(struct text_view text, struct buffer *out)
{
    for (size_t i = 0; i < sizeof leading_verbs / sizeof leading_verbs[0]; i++) {
        if (!clause_starts_with(text, leading_verbs[i].verb))
            continue;
        struct text_view verb = {text.bytes, strlen(leading_verbs[i].verb) - 1};
        struct text_view rest = text;
        clause_drop(&rest, verb.length);
        drop_circumstance(&rest);
        size_t before = out->length;
        drop_article(&rest, out);
        if (move_verb(verb, rest, leading_verbs[i].ending, out))
            return true;
        out->length = before;
    }
    return false;
}

void understand_word_clause(struct text_view text, struct buffer *out)
{
    while (text.length > 0 && strchr(".!; ", text.bytes[text.length - 1]))
        text.length--;
    struct text_view whole = text;
    understand_drop_lead(&text);
    if (take_subordinate(text, out) || take_finding(text, out) || take_cause(text, out) || take_outcome(text, out) ||
        take_inverted(text, out))
        return;
    /* "Bei den Fahrzeugen wird …": without its beginning no sentence is left. */
    bool is_torso = false;
    for (size_t i = 0; i < sizeof leading_verbs / sizeof leading_verbs[0]; i++)
        is_torso = is_torso || clause_starts_with(text, leading_verbs[i].verb);
    if (is_torso)
        text = whole;
    drop_article(&text, out);
    buffer_append_view(out, text);
}
