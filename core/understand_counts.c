#include <string.h>

#include "core/understand_facts.h"

/* How many vehicles are affected, in the world and in Germany. */

struct count {
    int64_t number;
    struct span span;
};

/* "76.000", "1,2 millionen", "18 400"; small numbers only as figures of at least one digit. */
static bool take_count(const char *text, size_t at, struct count *count)
{
    *count = (struct count){.span = {at, at}};
    int64_t fraction = 0, scale = 1;
    size_t digits = 0;
    for (; text_is_digit(text[at]) && digits < 9; at++, digits++)
        count->number = count->number * 10 + (text[at] - '0');
    if (digits == 0 || text_is_digit(text[at]))
        return false;
    while ((text[at] == '.' || text[at] == ' ' || text[at] == ',') && text_is_digit(text[at + 1]) &&
           text_is_digit(text[at + 2]) && text_is_digit(text[at + 3]) && !text_is_digit(text[at + 4]) && digits <= 9) {
        for (size_t i = 1; i <= 3; i++)
            count->number = count->number * 10 + (text[at + i] - '0');
        at += 4;
        digits += 3;
    }
    size_t behind = at;
    if (text[behind] == ',' && text_is_digit(text[behind + 1]))
        for (behind++; text_is_digit(text[behind]) && scale < 1000000; behind++) {
            fraction = fraction * 10 + (text[behind] - '0');
            scale *= 10;
        }
    if (text[behind] == ' ' &&
        (strncmp(text + behind + 1, "mio", 3) == 0 || strncmp(text + behind + 1, "million", 7) == 0)) {
        count->number = count->number * 1000000 + fraction * 1000000 / scale;
        behind += 4;
        while (text[behind] >= 'a' && text[behind] <= 'z')
            behind++;
        at = behind;
    } else if (behind != at || fold_is_word_byte((unsigned char)text[at]) || text[at] == '/') {
        return false;
    }
    count->span.end = at;
    return true;
}

/* Whether the number counts cars and not hours, euros or kilometres. */
static bool is_of_vehicles(const char *text, const struct sentence *sentence, const struct count *count)
{
    static const char *const not_behind[] = {
        "stund", "min",   "euro",     "eur",   "km",     "kilomet", "grad", "prozent", "%",     "kw", "ps", "volt",
        "bar",   "liter", "millimet", "mm",    "uhr",    "jahr",    "std",  "zylind",  "meter", "mg", "nm", "gramm",
        "kg",    "tage",  "woche",    "monat", "ampere", "zoll",    "tsi",  "tdi",     "turen", NULL};
    static const char *const not_before[] = {
        "jahr ", "modelljahr", "baujahr",  "januar ",    "februar ", "marz ",     "april ",          "mai ",
        "juni ", "juli ",      "august ",  "september ", "oktober ", "november ", "dezember ",       "seit ",
        "typ ",  "nummer ",    "referenz", "code ",      "kba",      "jan. ",     "feb. ",           "okt. ",
        "nov. ", "dez. ",      "sept. ",   "anfang ",    "mitte ",   "ende ",     "mindestens drei", NULL};
    size_t at = count->span.end;
    while (text[at] == ' ')
        at++;
    for (size_t i = 0; not_behind[i]; i++)
        if (strncmp(text + at, not_behind[i], strlen(not_behind[i])) == 0)
            return false;
    if (count->span.end - count->span.start == 4 && count->number >= 1980 && count->number <= 2039)
        return false;
    return !span_has_any(text, span_before(sentence, count->span.start, 11), not_before);
}

enum place { PLACE_NONE, PLACE_GERMANY, PLACE_WORLD, PLACE_ELSEWHERE };

static const struct {
    const char *words;
    enum place place;
} place_words[] = {
    {"deutschland", PLACE_GERMANY},     {"bundesweit", PLACE_GERMANY},    {"hierzuland", PLACE_GERMANY},
    {"deutschlandweit", PLACE_GERMANY}, {"deutsche ", PLACE_GERMANY},     {"deutschen ", PLACE_GERMANY},
    {"weltweit", PLACE_WORLD},          {"global", PLACE_WORLD},          {"worldwide", PLACE_WORLD},
    {"weltmarkt", PLACE_WORLD},         {"osterreich", PLACE_ELSEWHERE},  {"schweiz", PLACE_ELSEWHERE},
    {"usa", PLACE_ELSEWHERE},           {"europa", PLACE_ELSEWHERE},      {"china", PLACE_ELSEWHERE},
    {"japan", PLACE_ELSEWHERE},         {"nordamerika", PLACE_ELSEWHERE}, {"kanada", PLACE_ELSEWHERE},
};

/* The place named nearest to the number; one behind a comma or "und" is further away. */
static enum place find_place(const char *text, const struct sentence *sentence, struct span number)
{
    enum place best = PLACE_NONE;
    size_t nearest = 70;
    for (size_t i = 0; i < sizeof place_words / sizeof place_words[0]; i++) {
        size_t length = strlen(place_words[i].words);
        struct span around = {number.start > sentence->start + 70 ? number.start - 70 : sentence->start,
                              number.end + 70 < sentence->end ? number.end + 70 : sentence->end};
        for (size_t at = around.start; at + length <= around.end; at++) {
            if (memcmp(text + at, place_words[i].words, length) != 0)
                continue;
            struct span between =
                at < number.start ? (struct span){at + length, number.start} : (struct span){number.end, at};
            size_t distance = between.end > between.start ? between.end - between.start : 0;
            static const char *const breaks[] = {",", " und ", ";", "(", ")", ":", NULL};
            distance += span_has_any(text, between, breaks) ? 20 : 0;
            for (size_t digit = between.start; digit < between.end; digit++)
                if (text_is_digit(text[digit])) {
                    distance += 30;
                    break;
                }
            if (distance < nearest) {
                nearest = distance;
                best = place_words[i].place;
            }
        }
    }
    return best;
}

void understand_counts(struct facts *facts)
{
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    int64_t *known[] = {
        [PLACE_GERMANY] = &facts->recall->affected_germany, [PLACE_WORLD] = &facts->recall->affected_world};
    bool keep[] = {
        [PLACE_GERMANY] = facts->recall->affected_germany >= 0, [PLACE_WORLD] = facts->recall->affected_world >= 0};
    for (size_t s = 0; s < reading->sentence_count; s++) {
        const struct sentence *sentence = &reading->sentences[s];
        for (size_t at = sentence->start; at < sentence->end; at++) {
            struct count count;
            bool begins = text_is_digit(text[at]) && reading_begins_word(reading, at) &&
                          (at == 0 || !strchr(".,/'", text[at - 1]));
            if (!begins || !take_count(text, at, &count) || count.span.end > sentence->end)
                continue;
            enum place place =
                is_of_vehicles(text, sentence, &count) ? find_place(text, sentence, count.span) : PLACE_NONE;
            if ((place == PLACE_GERMANY || place == PLACE_WORLD) && !keep[place]) {
                *known[place] = count.number;
                keep[place] = true;
                facts_point_to(facts, FACT_AFFECTED, place == PLACE_GERMANY, count.span);
            }
            at = count.span.end > at ? count.span.end - 1 : at;
        }
    }
}
