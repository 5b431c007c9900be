#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/substring.h"
#include "core/understand_facts.h"

/*
 * Makes and models by their names. The longest name has its letters for itself; a small letter in the text
 * where the name has a capital shows that another word is meant; doubtful names need their make in the text.
 */

struct name {
    struct span span;
    const struct rule_cue *cue;
};

struct names {
    struct name *items;
    size_t count;
    size_t capacity;
    bool *mentioned; /* by make: the text names it */
    bool known;      /* mentioned is filled */
};

static bool is_number(const char *name)
{
    return name[strspn(name, "0123456789")] == '\0';
}

/* "R 1200 R" is not in "R 1200 RS", though "Golf" is in "Golfs": the s of a genitive is small. */
static bool has_large_s(const struct facts *facts, const struct match *match)
{
    const struct folded *folded = &facts->reading->folded;
    return match->end < folded->text.length && folded->text.bytes[match->end] == 's' &&
           facts->reading->text.bytes[folded->origins[match->end]] == 'S' && !folded->joints[match->end];
}

/* Whether the text has a capital where the name has one; a name that is all capitals needs two. */
static bool is_written_alike(const struct facts *facts, const struct match *match, const struct rule_cue *cue)
{
    const struct folded *folded = &facts->reading->folded;
    const char *text = facts->reading->text.bytes;
    if (has_large_s(facts, match))
        return false;
    for (size_t i = 0; i < 2 && cue->text[i] && match->start + i < match->end; i++) {
        char written = text[folded->origins[match->start + i]];
        bool is_capital = cue->text[i] >= 'A' && cue->text[i] <= 'Z';
        if (is_capital && written >= 'a' && written <= 'z')
            return false;
        if (!is_capital)
            break;
    }
    return true;
}

static bool add_name(struct names *names, struct name name)
{
    if (!array_reserve(&names->items, names->count, &names->capacity, sizeof *names->items))
        return false;
    names->items[names->count++] = name;
    return true;
}

/* A doubtful name whose make the text does not name is none, and takes no letters from others. */
static bool may_be_name(const struct facts *facts, const struct names *names, const struct match *match,
                        const struct rule_cue *cue)
{
    if (cue->table == RULE_NOT_NAME)
        return true;
    if (cue->table == RULE_MODEL && names->known && cue->weight > 0 && !names->mentioned[cue->key] &&
        !is_number(cue->text))
        return false;
    return (cue->table == RULE_MAKE || cue->table == RULE_MODEL) && is_written_alike(facts, match, cue);
}

/* Whether a model named by these letters stands directly behind its make: "Dodge Ram". */
static bool stands_behind_make(const struct names *names, const struct rule_cue *model)
{
    if (!names->known || names->count < 2 || model->table != RULE_MODEL)
        return false;
    const struct name *before = &names->items[names->count - 2];
    return before->cue->table == RULE_MAKE && before->cue->key == model->key &&
           before->span.end + 1 == names->items[names->count - 1].span.start;
}

/*
 * Of two of the same letters, one of them the last gathered: a model behind its make, else a make, else the one
 * that is no common word.
 */
static bool is_preferred(const struct names *names, const struct rule_cue *cue)
{
    const struct rule_cue *known = names->items[names->count - 1].cue;
    if (stands_behind_make(names, known) || stands_behind_make(names, cue))
        return !stands_behind_make(names, known);
    return known->table == RULE_MODEL && known->weight > 0 && cue->weight == 0;
}

/* Matches come in order of their ends: a longer one that ends later or begins earlier takes those inside it away. */
static bool gather(const struct facts *facts, struct names *names)
{
    const struct reading *reading = facts->reading;
    struct match_numbers numbers = reading_matches(reading, RULE_MAKE);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct match *match = &reading->matches[numbers.items[i]];
        const struct rule_cue *cue = reading_cue(reading, match);
        if (!may_be_name(facts, names, match, cue))
            continue;
        size_t length = match->end - match->start;
        bool is_inside = false;
        while (names->count > 0 && !is_inside) {
            const struct span *last = &names->items[names->count - 1].span;
            size_t last_length = last->end - last->start;
            if (match->start >= last->end)
                break;
            bool is_better = length > last_length || (length == last_length && is_preferred(names, cue));
            if (is_better)
                names->count--;
            else
                is_inside = true;
        }
        if (!is_inside && !add_name(names, (struct name){{match->start, match->end}, cue}))
            return false;
    }
    return true;
}

/* Whether a number stands directly behind a name of the same make: "Peugeot 208", "308, 2008 und 5008". */
static bool follows_name(const struct facts *facts, const struct names *names, size_t number, const bool *accepted)
{
    static const char between[] = " ,/#";
    const char *text = facts->reading->folded.text.bytes;
    const struct name *name = &names->items[number];
    if (number == 0 || names->items[number - 1].cue->key != name->cue->key || !accepted[number - 1])
        return false;
    size_t at = names->items[number - 1].span.end;
    if (name->span.start - at > 12)
        return false;
    while (at < name->span.start) {
        if (strchr(between, text[at]))
            at++;
        else if (text_begins(text + at, "und ") || text_begins(text + at, "and "))
            at += 4;
        else if (text_begins(text + at, "or "))
            at += 3;
        else
            return false;
    }
    return true;
}

/* A part of a larger number: "8731.T5", "Version 4.308.2". */
static bool is_within_number(const char *text, struct span span)
{
    bool before = span.start > 1 && text[span.start - 1] == '.' && text_is_digit(text[span.start - 2]);
    return before || (text[span.end] == '.' && text[span.end + 1] != ' ' && text[span.end + 1]);
}

/* "911 (992)": the maker's own number of a series. */
static bool is_series(const char *text, const struct names *names, size_t number)
{
    const struct name *name = &names->items[number];
    return number > 0 && names->items[number - 1].cue->table == RULE_MODEL &&
           names->items[number - 1].span.end + 2 == name->span.start && text[name->span.start - 1] == '(' &&
           text[name->span.end] == ')';
}

/* "ruft 208 Fahrzeuge zurück", "500 Kilometer": a number of things. */
static bool counts_things(const char *text, struct span span)
{
    static const char *const things[] = {" fahrzeug", " auto",     " wagen",      " pkw",    " lkw",     " stuck",
                                         " motorr",   " exemplar", " einheit",    " kraftr", " bus",     " mal ",
                                         " modelle",  " vehicles", " cars",       " units",  " trucks",  " motorcycles",
                                         " euro",     " kilomet",  " km",         " meter",  " volt",    " kilogr",
                                         " kg",       " nm",       " ps",         " kw",     " prozent", " halt",
                                         " besitz",   " kunden",   " reisemobil", " wohn",   " roller",  NULL};
    for (size_t i = 0; things[i]; i++)
        if (text_begins(text + span.end, things[i]) > 0)
            return true;
    return false;
}

/* A number that counts as a model although it stands alone: the text names its make, and it is no year. */
static bool is_lone_number(const char *text, const struct rule_cue *cue, struct span span)
{
    static const char *const leads[] = {" am ", " beim ", " vom ", " des ", " der ", " den ", " im ", " dem ", NULL};
    size_t digits = strlen(cue->text);
    if (cue->weight > 0 || counts_things(text, span))
        return false;
    return digits == 3 || (digits == 4 && strncmp(cue->text, "20", 2) != 0 && span.start >= 6 &&
                           span_has_any(text, (struct span){span.start - 6, span.start}, leads));
}

static bool is_accepted(const struct facts *facts, const struct names *names, size_t number, const bool *accepted)
{
    const struct rule_cue *cue = names->items[number].cue;
    if (cue->table != RULE_MODEL)
        return cue->table == RULE_MAKE;
    const char *text = facts->reading->folded.text.bytes;
    struct span span = names->items[number].span;
    if (is_within_number(text, span) || is_series(text, names, number))
        return false;
    if (is_number(cue->text))
        return follows_name(facts, names, number, accepted) ||
               (names->mentioned[cue->key] && is_lone_number(text, cue, span));
    return cue->weight == 0 || names->mentioned[cue->key];
}

/* "Golf" + "R" + "Variant": the words that belong to a model's name. */
static size_t extend(const struct reading *reading, size_t end)
{
    for (size_t words = 0; words < 3; words++) {
        size_t longest = end;
        if (reading->folded.text.bytes[end] != ' ' && !reading->folded.joints[end])
            return end;
        size_t start = end + (reading->folded.text.bytes[end] == ' ');
        for (size_t i = reading_first_match(reading, start);
             i < reading->match_count && reading->matches[i].end < start + 24; i++) {
            const struct match *match = &reading->matches[i];
            const struct rule_cue *cue = reading_cue(reading, match);
            unsigned char first = (unsigned char)reading->text.bytes[reading->folded.origins[match->start]];
            if (cue->table == RULE_VARIANT && match->start == start && match->end > longest &&
                !(first >= 'a' && first <= 'z' && cue->text[0] >= 'A' && cue->text[0] <= 'Z'))
                longest = match->end;
        }
        if (longest == end)
            return end;
        end = longest;
    }
    return end;
}

/* "A-, B- und C-Klasse": what the last one says of all. */
static void take_suspended(struct facts *facts, struct span span)
{
    static const char *const joints[] = {", ", " und ", " oder ", NULL};
    const struct folded *folded = &facts->reading->folded;
    const char *text = facts->reading->text.bytes;
    size_t at = folded->origins[span.start];
    const char *class = strncasecmp(text + at + 1, "-klasse", 7) == 0  ? "Klasse"
                        : strncasecmp(text + at + 1, "-serie", 6) == 0 ? "Serie"
                                                                       : NULL;
    for (bool found = class != NULL; found;) {
        found = false;
        for (size_t i = 0; joints[i] && !found; i++) {
            size_t length = strlen(joints[i]);
            found = at >= length + 2 && strncasecmp(text + at - length, joints[i], length) == 0 &&
                    text[at - length - 1] == '-' && text[at - length - 2] >= 'A' && text[at - length - 2] <= 'Z';
            if (!found)
                continue;
            at -= length + 2;
            const char *model = arena_format(facts->arena, "%c-%s", text[at], class);
            if (model)
                facts_add_item(facts, &facts->recall->models, text_view_of(model), FACT_MODEL, span);
        }
    }
}

/* Takes a model with what belongs to its name; *taken is the end of the one before, and then of this one. */
static void take_model(struct facts *facts, const struct name *name, size_t *taken)
{
    struct span span = {name->span.start, extend(facts->reading, name->span.end)};
    const char *text = facts->reading->folded.text.bytes;
    if (span.start < *taken)
        return;
    if (strcasecmp(name->cue->text, "up") == 0 && text[span.end] == '!')
        span.end++;
    if (span.start > 0 && text[span.start - 1] == '#')
        span.start--;
    *taken = span.end;
    take_suspended(facts, span);
    const char *model = facts_original(facts, span);
    if (model)
        facts_add_item(facts, &facts->recall->models, text_view_of(model), FACT_MODEL, span);
}

/* The make that the host of an address names: "press.bmwgroup.com". */
static const char *find_host_make(const struct facts *facts)
{
    const struct rules *rules = facts->reading->rules;
    struct text_view text = facts->reading->text;
    const char *host = substring_in(text.bytes, text.length, "://");
    if (!host)
        return NULL;
    host += 3;
    size_t length = 0, left = text.length - (size_t)(host - text.bytes);
    while (length < left && length < 100 && (unsigned char)host[length] > ' ' && host[length] != '/')
        length++;
    for (size_t at = 0; at < length; at++) {
        if (at > 0 && host[at - 1] != '.' && host[at - 1] != '-')
            continue;
        for (size_t i = 0; i < rules_cue_count(rules); i++) {
            const struct rule_cue *cue = rules_cue(rules, i);
            size_t name = strlen(cue->text);
            if (cue->table == RULE_MAKE && name >= 3 && name <= length - at &&
                strncasecmp(host + at, cue->text, name) == 0)
                return rules_make(rules, cue->key);
        }
    }
    return NULL;
}

static void take_make(struct facts *facts, const struct name *name)
{
    facts->recall->make = rules_make(facts->reading->rules, name->cue->key);
    facts_point_to(facts, FACT_MAKE, 0, name->span);
}

/* "Jeep Cherokee" */
static bool names_its_make(const struct rules *rules, const struct rule_cue *model)
{
    const char *make = rules_make(rules, model->key);
    return strncmp(model->text, make, strlen(make)) == 0 && model->text[strlen(make)] == ' ';
}

static void take_names(struct facts *facts, struct names *names, bool *accepted)
{
    const struct rules *rules = facts->reading->rules;
    const struct name *implied = NULL;
    bool keep_models = facts->recall->models.count > 0 || facts->recall->vehicle_count > 0;
    size_t taken = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->items[i];
        accepted[i] = is_accepted(facts, names, i, accepted);
        if (!accepted[i])
            continue;
        if (name->cue->table == RULE_MODEL) {
            if (!keep_models)
                take_model(facts, name, &taken);
            if (!facts->recall->make && names_its_make(rules, name->cue))
                take_make(facts, name);
            implied = implied || is_number(name->cue->text) ? implied : name;
        } else if (!facts->recall->make) {
            take_make(facts, name);
        }
    }
    if (!facts->recall->make)
        facts->recall->make = find_host_make(facts);
    if (!facts->recall->make && implied)
        take_make(facts, implied);
}

static void note_makes(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->items[i].cue->table == RULE_MAKE)
            names->mentioned[names->items[i].cue->key] = true;
    names->known = true;
}

/* Alike for a letter and its capital. */
static size_t low_bits(char letter)
{
    return (unsigned char)letter & 0x1F;
}

bool reading_sort_makes(struct reading *reading)
{
    size_t count = rules_make_count(reading->rules), letters = sizeof reading->first_makes / sizeof(uint32_t) - 1;
    uint32_t *places = reading->first_makes;
    reading->makes = malloc((count + 1) * sizeof *reading->makes);
    if (!reading->makes)
        return false;
    for (size_t i = 0; i < count; i++)
        places[low_bits(rules_make(reading->rules, i)[0]) + 1]++;
    for (size_t i = 1; i <= letters; i++)
        places[i] += places[i - 1];
    for (size_t i = count; i-- > 0;)
        reading->makes[--places[low_bits(rules_make(reading->rules, i)[0]) + 1]] = (uint32_t)i;
    memmove(places, places + 1, letters * sizeof *places);
    places[letters] = (uint32_t)count;
    return true;
}

/* The make that the source states. */
static void note_own_make(const struct facts *facts, struct names *names)
{
    const struct reading *reading = facts->reading;
    const char *make = facts->recall->make;
    size_t letter = make ? low_bits(make[0]) : 0;
    for (size_t i = reading->first_makes[letter]; make && i < reading->first_makes[letter + 1]; i++) {
        const char *known = rules_make(reading->rules, reading->makes[i]);
        if ((!make[0] || low_bits(make[1]) == low_bits(known[1])) && strcasecmp(make, known) == 0)
            names->mentioned[reading->makes[i]] = true;
    }
}

/* Twice: first for the makes, then for the names that they make certain. */
static bool gather_names(const struct facts *facts, struct names *names)
{
    const struct reading *reading = facts->reading;
    if (reading_matches(reading, RULE_MAKE).count == 0)
        return true;
    note_own_make(facts, names);
    if (!gather(facts, names))
        return false;
    note_makes(names);
    names->count = 0;
    if (!gather(facts, names))
        return false;
    note_makes(names);
    return true;
}

void understand_names(struct facts *facts)
{
    struct names names = {0};
    names.mentioned = arena_allocate(facts->arena, rules_make_count(facts->reading->rules) + 1);
    if (names.mentioned && gather_names(facts, &names)) {
        bool *accepted = arena_allocate(facts->arena, names.count + 1);
        if (accepted)
            take_names(facts, &names, accepted);
    }
    free(names.items);
}
