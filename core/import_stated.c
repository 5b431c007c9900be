#include "core/import_stated.h"

#include <string.h>

#include "core/reader_value.h"

static const char *find_stated(const struct given *given, enum fact_kind kind)
{
    for (size_t i = 0; i < given->stated_count; i++)
        if (given->stated[i].kind == kind)
            return given->stated[i].value;
    return NULL;
}

/* The value's place among the names of its kind; their count when it is none of them. */
static size_t find_kind(const struct stated_kind *kind, const char *value)
{
    return value ? kind_find(kind->names, kind->name_count, text_view_of(value)) : kind->name_count;
}

const char *import_stated_date(const struct given *given, enum fact_kind kind, struct arena *arena)
{
    char date[READER_DATE_BYTES];
    const char *value = find_stated(given, kind);
    return value && reader_date(text_view_of(value), DAY_FIRST, date) ? arena_copy(arena, text_view_of(date)) : NULL;
}

static void apply_single(const struct given *given, struct recall *recall)
{
    const struct stated_kind *kind = stated_kind_of(FACT_COST);
    size_t cost = find_kind(kind, find_stated(given, FACT_COST));
    const char *minutes = find_stated(given, FACT_DURATION);
    struct range duration;
    if (cost < kind->name_count)
        recall->cost = (enum cost)cost;
    if (minutes && reader_minutes(text_view_of(minutes), &duration))
        recall->duration_minutes = duration;
}

static void apply_bits(const struct given *given, enum fact_kind which, uint32_t *bits)
{
    const struct stated_kind *kind = stated_kind_of(which);
    for (size_t i = 0; i < given->stated_count; i++) {
        size_t bit = given->stated[i].kind == which ? find_kind(kind, given->stated[i].value) : kind->name_count;
        if (bit < kind->name_count)
            *bits |= UINT32_C(1) << bit;
    }
}

/* That the text names none of the others is no category beside one that is stated. */
static void apply_categories(const struct given *given, struct recall *recall)
{
    const struct stated_kind *kind = stated_kind_of(FACT_CATEGORY);
    enum category united[CATEGORY_COUNT];
    uint32_t known = 0;
    size_t count = 0;
    for (size_t i = 0; i < given->stated_count; i++) {
        size_t category =
            given->stated[i].kind == FACT_CATEGORY ? find_kind(kind, given->stated[i].value) : CATEGORY_COUNT;
        if (category >= CATEGORY_COUNT || known >> category & 1)
            continue;
        known |= UINT32_C(1) << category;
        united[count++] = (enum category)category;
    }
    if (count == 0)
        return;
    for (size_t i = 0; i < recall->category_count; i++)
        if (!(known >> recall->categories[i] & 1) && recall->categories[i] != CATEGORY_OTHER)
            united[count++] = recall->categories[i];
    memcpy(recall->categories, united, count * sizeof *united);
    recall->category_count = count;
}

static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Numbers are the same however they are grouped. */
static bool same_number(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a && !is_letter(*a))
            a++;
        while (*b && !is_letter(*b))
            b++;
        if (*a != *b || !*a)
            return *a == *b;
    }
}

static size_t find_item(const struct string_list *list, enum fact_kind kind, const char *item)
{
    bool are_numbers = kind == FACT_PART || kind == FACT_PHONE;
    size_t i = 0;
    while (i < list->count && !(are_numbers ? same_number(list->items[i], item) : strcmp(list->items[i], item) == 0))
        i++;
    return i;
}

/* Evidence goes on meaning the same item. */
static void apply_list(const struct given *given, enum fact_kind kind, struct string_list *list, struct recall *recall,
                       struct arena *arena)
{
    struct string_list united = {
        .items = arena_allocate_array(arena, list->count + given->stated_count + 1, sizeof *united.items)};
    for (size_t i = 0; united.items && i < given->stated_count; i++)
        if (given->stated[i].kind == kind)
            united.items[united.count++] = given->stated[i].value;
    if (united.count == 0)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (find_item(&united, kind, list->items[i]) == united.count)
            united.items[united.count++] = list->items[i];
    struct evidence *evidence = (struct evidence *)recall->evidence;
    for (size_t i = 0; i < recall->evidence_count; i++)
        if (evidence[i].kind == kind && evidence[i].value < list->count)
            evidence[i].value = (unsigned)find_item(&united, kind, list->items[evidence[i].value]);
    *list = united;
}

void import_stated_apply(const struct given *given, struct recall *recall, struct arena *arena)
{
    apply_single(given, recall);
    apply_bits(given, FACT_HAZARD, &recall->hazards);
    apply_bits(given, FACT_REMEDY, &recall->remedies);
    apply_categories(given, recall);
    for (int kind = 0; kind < FACT_KIND_COUNT; kind++) {
        struct string_list *list = recall_list_of(recall, kind);
        if (list && stated_kind_of((enum fact_kind)kind))
            apply_list(given, (enum fact_kind)kind, list, recall, arena);
    }
}
