#include "core/understand_internal.h"

#include <string.h>

/*
 * How a part stands in its sentence: by itself, beside another that it only tells more of, in the occasion on which
 * something happens, as the place of something, or in a clause that tells what follows.
 */

/* How much such a part counts for what the text is about. */
#define HANGING 0.6
#define FOLLOWING 0.8
#define LOCATED 0.9

/* What joins a part to the one before it, in German and English, and verbs of one that touches the other. */
static const char *const german_links[] = {"des ",    "der ",    "am ",     "an der ",  "an den ",  "an dem ", "im ",
                                           "in der ", "in den ", "in dem ", "zum ",     "zur ",     "vom ",    "von ",
                                           "unter ",  "hinter ", "neben ",  "auf der ", "auf dem ", "an ",     NULL};
static const char *const english_links[] = {"of ",        "in the ",   "on the ",     "to the ",
                                            "for the ",   "at the ",   "near the ",   "behind the ",
                                            "under the ", "from the ", "inside the ", NULL};
static const char *const german_touches[] = {
    "reibt an ",     "reiben an ", "scheuert an ", "scheuern an ", "schleift an ",
    "schleifen an ", "kann an ",   "konnen an ",   "beruhrt ",     NULL};
static const char *const english_touches[] = {"may contact ", "could contact ", "can contact ",    "may rub ",
                                              "could rub ",   "can rub ",       "may chafe ",      "could chafe ",
                                              "can chafe ",   "rubs ",          "rubbing ",        "chafing ",
                                              "contacts ",    "contacting ",    "interfere with ", NULL};
static const char *const *const links[] = {german_links, english_links, german_touches, english_touches};

/* "Die Schraube kann die Bremsleitung beschädigen": what is hit is not at fault. */
static const char *const strikes[] = {"kann ",         "konnen ",     "konnte ",   "konnten ", "may damage ",
                                      "could damage ", "can damage ", "damaging ", NULL};
static const char *const struck[] = {"beschadig", "beruhr", "durchscheuer", "zerstor", "streif", "touchier", NULL};

static bool begins_with_one(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_begins(text, words[i]) > 0)
            return true;
    return false;
}

static bool begins_with_link(const char *text)
{
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (begins_with_one(text, links[i]))
            return true;
    return false;
}

/* Whether what stands between two parts of a sentence makes the second hang on the first. */
static bool is_link(const char *text, size_t start, const struct match *match)
{
    enum { WORDS_MOST = 4, WORD_BYTES = 60 };
    static const char *const ands[] = {" und ", " and ", " sowie ", NULL};
    size_t words = 0, behind = match->end;
    while (text[behind] && text[behind] != ' ' && behind < match->end + WORD_BYTES)
        behind++;
    bool hits = begins_with_one(text + start, strikes) &&
                (text_begins(text + start, "kon") + text_begins(text + start, "kann") == 0 ||
                 (text[behind] && begins_with_one(text + behind + 1, struck)));
    if (!hits && !begins_with_link(text + start))
        return false;
    for (size_t at = start; at < match->start; at++) {
        words += text[at] == ' ';
        if (text_is_sign(text[at], ",;:.()") || (text[at] == ' ' && begins_with_one(text + at, ands)))
            return false;
    }
    return words <= WORDS_MOST;
}

/* What an occasion begins with; none is longer than OCCASION_MOST. */
const char *const phrases_occasions[] = {"beim ", "nach dem ", "wahrend des ", "vor dem ", NULL};

/* "Beim Öffnen der Tür", "nach dem Loslassen des Pedals": when it happens. */
static bool is_occasion(const struct reading *reading, const struct match *match)
{
    enum { REACH = 45, WORDS_MOST = 4, OCCASION_MOST = 12 };
    const char *const *leads = phrases_occasions;
    const char *text = reading->folded.text.bytes;
    size_t words = 0;
    if (!reading_has_within(reading, PHRASES_OCCASIONS, match->start > REACH ? match->start - REACH : 0,
                            match->start + OCCASION_MOST))
        return false;
    for (size_t back = 0; back <= match->start && back < REACH && words <= WORDS_MOST; back++) {
        size_t at = match->start - back;
        words += text[at] == ' ';
        if (text_is_sign(text[at], ",;:."))
            return false;
        if ((at > 0 && text[at - 1] != ' ') || !begins_with_one(text + at, leads))
            continue;
        size_t end = at;
        for (size_t i = 0; leads[i]; i++)
            end = end > at ? end : at + text_begins(text + at, leads[i]);
        while (end < match->start && text[end] != ' ')
            end++;
        return end < match->start && text[end - 1] == 'n' && text[end - 2] == 'e';
    }
    return false;
}

/* Whether the match of that number, of a category, names a part that is not of the other match's category. */
static bool is_other_part(const struct reading *reading, uint32_t number, const struct match *match)
{
    const struct rule_cue *cue = reading_cue(reading, &reading->matches[number]);
    return cue->weight >= 4 && !reading->taken[number] && cue->key != reading_cue(reading, match)->key &&
           cue->key != CATEGORY_SOFTWARE;
}

/* The matches of categories before this one. */
static struct match_numbers matches_before(const struct reading *reading, const struct match *match)
{
    struct match_numbers numbers = reading_matches(reading, RULE_CATEGORY);
    return (struct match_numbers){numbers.items, match_numbers_before(numbers, (size_t)(match - reading->matches))};
}

/*
 * "Kabelbaum der Heckklappe", "Stecker am Airbag", "wiring of the fuel pump": what comes first is the part; the other
 * is what it belongs to or lies at.
 */
static bool hangs_on_another(const struct reading *reading, const struct match *match, struct match_numbers before)
{
    enum { REACH = 45, MATCHES_BACK = 40 };
    const char *text = reading->folded.text.bytes;
    size_t number = (size_t)(match - reading->matches);
    for (size_t i = before.count; i-- > 0 && before.items[i] + MATCHES_BACK >= number;) {
        const struct match *other = &reading->matches[before.items[i]];
        if (other->end + REACH < match->start)
            break;
        if (other->end > match->start || !is_other_part(reading, before.items[i], match))
            continue;
        size_t start = other->end;
        while (start < match->start && text[start] != ' ')
            start++;
        if (start < match->start && is_link(text, start + 1, match))
            return true;
    }
    return false;
}

/* "Das Zündschloss kann zurückspringen, Airbags lösen nicht aus": the clauses behind the first tell what follows. */
static bool follows_clause(const struct reading *reading, const struct match *match, const struct sentence *sentence,
                           struct match_numbers before)
{
    static const char *const openings[] = {"wenn ", "falls ", "sobald ", "if ", "when ", "wird ", "werden ", NULL};
    enum { MATCHES_BACK = 60 };
    const char *text = reading->folded.text.bytes;
    size_t number = (size_t)(match - reading->matches), comma = match->start;
    /* Most are the first part of their sentence. */
    if (!sentence || before.count == 0 || reading->matches[before.items[before.count - 1]].end <= sentence->start ||
        begins_with_one(text + sentence->start, openings))
        return false;
    while (comma > sentence->start && !(text_is_sign(text[comma], ",;") && text[comma + 1] == ' '))
        comma--;
    if (comma == sentence->start)
        return false;
    for (size_t i = before.count; i-- > 0 && before.items[i] + MATCHES_BACK >= number;) {
        const struct match *other = &reading->matches[before.items[i]];
        if (other->end <= sentence->start)
            break;
        if (other->end <= comma && other->start >= sentence->start && is_other_part(reading, before.items[i], match))
            return true;
    }
    return false;
}

/* "An der B-Säule sind die Schrauben …": where it is. */
static bool is_location(const struct reading *reading, const struct match *match)
{
    enum { WORD_BYTES = 60 };
    static const struct text_view places[] = {
        TEXT_VIEW("an der "),     TEXT_VIEW("an den "),     TEXT_VIEW("am "),        TEXT_VIEW("im "),
        TEXT_VIEW("in der "),     TEXT_VIEW("in den "),     TEXT_VIEW("unter der "), TEXT_VIEW("unter dem "),
        TEXT_VIEW("hinter der "), TEXT_VIEW("hinter dem "), TEXT_VIEW("auf der "),   TEXT_VIEW("auf dem "),
        TEXT_VIEW("on the "),     TEXT_VIEW("in the "),     TEXT_VIEW("at the ")};
    enum { SHORTEST = 3 };
    const char *text = reading->folded.text.bytes;
    size_t start = match->start;
    while (start > 0 && text[start - 1] != ' ' && match->start - start < WORD_BYTES)
        start--;
    /* All end with such a letter and a blank; most that stands before a part does not. */
    if (start < SHORTEST || text[start - 1] != ' ' || !strchr("renm", text[start - 2]))
        return false;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        size_t length = places[i].length;
        if (start >= length && places[i].bytes[0] == text[start - length] &&
            memcmp(text + start - length, places[i].bytes, length) == 0 &&
            (start == length || text[start - length - 1] == ' '))
            return true;
    }
    return false;
}

double understand_standing(const struct reading *reading, const struct match *match, const struct sentence *sentence)
{
    struct match_numbers before = matches_before(reading, match);
    double standing = follows_clause(reading, match, sentence, before) ? FOLLOWING : 1;
    if (is_location(reading, match))
        standing *= LOCATED;
    return hangs_on_another(reading, match, before) || is_occasion(reading, match) ? standing * HANGING : standing;
}
