#include <string.h>

#include "core/substring.h"
#include "core/understand_facts.h"

/* Telephone numbers. */

enum { PHONE_CHARACTERS = 40 };

/* Digits with the blanks, slashes and dashes that typography puts between them. */
struct phone {
    char bytes[PHONE_CHARACTERS];
    size_t count;
    struct span span;
};

/* A country and an area have fewer digits. */
enum { AREA_CHARACTERS = 6 };

static bool take_phone(const char *text, size_t at, struct phone *phone)
{
    *phone = (struct phone){.span = {at, at}};
    if (text[at] == '+')
        phone->bytes[phone->count++] = text[at++];
    for (; text[at]; at++) {
        if (text_begins(text + at, "(0)") && phone->bytes[0] == '+') {
            at += 2;
            phone->span.end = at + 1;
            continue;
        }
        /* "0221 12345 (14 ct/min)": what stands in brackets behind a number is none of its groups. */
        if (text[at] == '(' && phone->count >= AREA_CHARACTERS)
            break;
        bool is_dot = text[at] == '.' && text_is_digit(text[at + 1]) && text_begins(phone->bytes, "0800") > 0;
        if (is_dot)
            continue;
        if (text_is_digit(text[at])) {
            if (phone->count + 1 >= sizeof phone->bytes)
                return false;
            phone->bytes[phone->count++] = text[at];
            phone->span.end = at + 1;
        } else if (!strchr(" /-()", text[at]) || at - phone->span.end > 2) {
            break;
        }
    }
    return phone->count >= 7 && phone->count <= 16;
}

static bool take_digits(const char *text, size_t *at, size_t count, struct phone *phone)
{
    for (size_t i = 0; i < count; i++)
        if (!text_is_digit(text[*at + i]))
            return false;
    memcpy(phone->bytes + phone->count, text + *at, count);
    phone->count += count;
    *at += count;
    return true;
}

static void skip_any(const char *text, size_t *at, const char *signs)
{
    for (size_t most = *at + 2; *at < most && text[*at] && strchr(signs, text[*at]);)
        (*at)++;
}

/*
 * As North America writes them: "1-800-853-1403", "(248) 512-5555", "800-382-2238". *is_sure: only telephone numbers
 * look like that.
 */
static bool take_american_phone(const char *text, size_t at, struct phone *phone, bool *is_sure)
{
    *phone = (struct phone){.span = {at, at}};
    bool is_long = text[at] == '1' && strchr("-. (", text[at + 1]) && text[at + 1];
    if (is_long)
        phone->bytes[phone->count++] = text[at++];
    skip_any(text, &at, "-. ");
    bool has_bracket = text[at] == '(';
    at += has_bracket;
    if (text[at] < '2' || text[at] > '9' || !take_digits(text, &at, 3, phone) || (has_bracket && text[at++] != ')'))
        return false;
    size_t group = at;
    skip_any(text, &at, "-. ");
    if ((at == group && !has_bracket) || text[at] < '2' || text[at] > '9' || !take_digits(text, &at, 3, phone))
        return false;
    group = at;
    skip_any(text, &at, "-. ");
    if (at == group || !take_digits(text, &at, 4, phone) || fold_is_word_byte((unsigned char)text[at]))
        return false;
    phone->span.end = at;
    *is_sure = is_long || has_bracket;
    return true;
}

/* Up to here words are looked for before a number. */
enum { REACH_BEFORE = 60 };

/* What stands before a number, in which several lists of words (up to NULL) are looked for. */
struct words_before {
    const char *text;
    struct span span;
    struct substring_pairs pairs;
};

static struct words_before find_words_before(const char *text, size_t at)
{
    struct span span = {at > REACH_BEFORE ? at - REACH_BEFORE : 0, at};
    return (struct words_before){text, span, substring_pairs_of(text + span.start, span_length(span))};
}

static bool has_before(const struct words_before *before, size_t reach, const char *const *words)
{
    size_t end = before->span.end, start = end - before->span.start > reach ? end - reach : before->span.start;
    return substring_any(&before->pairs, before->text + start, end - start, words);
}

/* Where the last of the words within the stretch ends; 0: none is there. */
static size_t find_last(const struct words_before *before, const char *const *words)
{
    struct span span = before->span;
    if (!has_before(before, REACH_BEFORE, words))
        return 0;
    for (size_t at = span.end; at > span.start; at--)
        for (size_t i = 0; words[i]; i++) {
            size_t length = text_begins(before->text + at - 1, words[i]);
            if (length > 0 && at - 1 + length <= span.end)
                return at - 1 + length;
        }
    return 0;
}

/* Whether the number is one of a list of parts. */
static bool is_within_part(const struct facts *facts, struct span span)
{
    const struct folded *folded = &facts->reading->folded;
    size_t start = folded->origins[span.start];
    for (size_t i = 0; i < facts->evidence_count; i++) {
        const struct evidence *evidence = &facts->evidence[i];
        if (evidence->kind == FACT_PART && start >= evidence->start_bytes &&
            start < evidence->start_bytes + evidence->length_bytes)
            return true;
    }
    return false;
}

void understand_phones(struct facts *facts)
{
    static const char *const cues[] = {"hotline",  "telefon",   "tel.",     "tel:",     "tel ",    "fon ",
                                       "fon:",     "rufnummer", "phone",    "kunden",   "service", "rufen ",
                                       "anruf",    "call ",     "infoline", "helpline", "kontakt", "erreich",
                                       "auskunft", "ruckfrag",  "nachfrag", NULL};
    static const char *const weak_cues[] = {"unter ", "nummer", "info", "contact", NULL};
    /* Other things have numbers too. */
    static const char *const others[] = {"aktion",   "massnahme", "ruckruf", "code", "referenz",
                                         "kampagne", "campaign",  "kba",     NULL};
    /* A number of these kinds, unless a word for telephones stands behind them. */
    static const char *const labels[] = {"code ",         "code: ",          "aktionsnummer",  "fahrgestell", "fin ",
                                         "vin ",          "vins ",           "referenz",       "kba nr",      "kbanr",
                                         "aktenzeichen",  "seriennummer",    "rahmennummer",   "serial",      "range ",
                                         "recall number", "for this recall", "herstellercode", NULL};
    static const char *const telephones[] = {"hotline",  "telefon",   "tel.",     "tel:",     "tel ",  "fon ",
                                             "fon:",     "rufnummer", "phone",    "infos",    "call ", "infoline",
                                             "helpline", "kontakt",   "erreich",  "rufen ",   "anruf", " at ",
                                             " on ",     "auskunft",  "ruckfrag", "nachfrag", NULL};
    enum { TOLL_FREE_DIGITS = 9 };
    const struct reading *reading = facts->reading;
    const char *text = reading->folded.text.bytes;
    size_t length = reading->folded.text.length;
    for (size_t at = reading_next_mark(reading, MARK_PHONE, 0, length); at < length;
         at = reading_next_mark(reading, MARK_PHONE, at + 1, length)) {
        struct phone phone;
        bool is_sure = false;
        bool begins = reading_begins_word(reading, at) && !(at > 0 && text_is_sign(text[at - 1], ".,/-"));
        bool is_german = text[at] == '0' || text[at] == '+';
        if (!begins || !(is_german ? take_phone(text, at, &phone) : take_american_phone(text, at, &phone, &is_sure)))
            continue;
        const struct words_before before = find_words_before(text, at);
        static const char *const parts[] = {"teilenummer",       "teilenr",     "teile nr", "sachnummer",
                                            "fahrgestellnummer", "part number", NULL};
        if (has_before(&before, 30, parts) || is_within_part(facts, phone.span))
            continue;
        bool is_toll_free = (strncmp(phone.bytes, "0800", 4) == 0 || strncmp(phone.bytes, "0180", 4) == 0) &&
                            phone.count >= TOLL_FREE_DIGITS;
        size_t label = find_last(&before, labels);
        if (!is_sure && !is_toll_free && label > 0 && label > find_last(&before, telephones))
            continue;
        bool has_cue = has_before(&before, REACH_BEFORE, cues) ||
                       (has_before(&before, REACH_BEFORE, weak_cues) && !has_before(&before, REACH_BEFORE, others));
        if (is_toll_free || is_sure || phone.bytes[0] == '+' || has_cue)
            facts_add_item(facts, &facts->recall->phones, (struct text_view){phone.bytes, phone.count}, FACT_PHONE,
                           phone.span);
        at = phone.span.end - 1;
    }
}
