#include "core/store_write_index.h"

#include <stdlib.h>
#include <string.h>

#include "core/index_build.h"
#include "core/index_handover.h"
#include "core/index_tables.h"
#include "core/same_action.h"
#include "core/store_internal.h"
#include "core/worker.h"

/* So many that the threads need not wake each other for a few. Of long recalls fewer are under way. */
enum { SLOTS = 512, UNDER_WAY_MOST_BYTES = 4 * 1024 * 1024, KEPT_MOST_BYTES = 16 * 1024 };

/* What the second thread gets: everything that the index takes of one recall. */
struct document {
    struct arena *arena; /* of all below but the arrays, and the recall's strings */
    struct buffer bytes; /* of those */
    struct packed_recall packed;
    uint32_t rank;
    struct index_value *values;
    size_t value_count, value_capacity;
    struct text_view *names;
    size_t name_count, name_capacity;
    bool is_good; /* after it came back; else error tells */
    struct error error;
};

struct store_indexing {
    const char *what;
    struct index_builder *builder;
    struct document documents[SLOTS];
    struct worker *worker;
    struct document *document; /* at hand */
    size_t under_way_bytes;    /* of the recalls that the second thread has */
    struct buffer names;       /* of the recall at hand */
    struct same_actions actions;
    uint32_t recall_count;
    struct store_orders *orders;
    struct index_handover *handover; /* makes the index of all above; NULL until then */
    struct buffer layout;            /* of it */
};

/* --- The second thread --------------------------------------------------------------------- */

static bool index_names(struct index_builder *builder, const struct document *document, struct error *error)
{
    for (size_t i = 0; i < document->name_count; i++) {
        const struct store_words words = {.names = document->names[i]};
        if (!index_builder_words(builder, &words, error))
            return false;
    }
    return true;
}

static void index_document(void *context, void *item)
{
    struct index_builder *builder = context;
    struct document *document = item;
    const struct store_words words = {.headline = text_view_of(document->packed.recall.headline),
                                      .text = document->packed.recall.text};
    document->is_good = index_builder_begin(builder, document->rank, &document->error) &&
                        index_builder_words(builder, &words, &document->error) &&
                        index_names(builder, document, &document->error) &&
                        index_builder_values(builder, document->values, document->value_count, &document->error);
}

/* --- The first thread ---------------------------------------------------------------------- */

bool store_indexing_new(const char *what, uint32_t recall_count, struct store_indexing **result, struct error *error)
{
    struct store_indexing *indexing = *result = calloc(1, sizeof *indexing);
    if (!indexing)
        return error_set_memory(error, what);
    indexing->what = what;
    indexing->recall_count = recall_count;
    if (!index_builder_new(what, recall_count, &indexing->builder, error))
        return false;
    for (size_t i = 0; i < SLOTS; i++)
        if (!(indexing->documents[i].arena = arena_new()))
            return error_set_memory(error, what);
    indexing->worker = worker_new(indexing->documents, SLOTS, sizeof indexing->documents[0], WORKER_IN_ORDER,
                                  index_document, indexing->builder);
    return indexing->worker || error_set_memory(error, what);
}

void store_indexing_free(struct store_indexing *indexing)
{
    if (!indexing)
        return;
    index_handover_free(indexing->handover);
    worker_free(indexing->worker);
    for (size_t i = 0; i < SLOTS; i++) {
        arena_free(indexing->documents[i].arena);
        buffer_free(&indexing->documents[i].bytes);
        free(indexing->documents[i].values);
        free(indexing->documents[i].names);
    }
    index_builder_free(indexing->builder);
    buffer_free(&indexing->names);
    buffer_free(&indexing->layout);
    same_actions_free(&indexing->actions);
    free(indexing);
}

/* Empties it for the next recall, without the memory that only a long one needs. */
static void clear_document(struct document *document)
{
    buffer_clear_large(&document->bytes, KEPT_MOST_BYTES);
    arena_clear(document->arena);
    array_clear_large(&document->values, &document->value_capacity, KEPT_MOST_BYTES / sizeof *document->values);
    array_clear_large(&document->names, &document->name_capacity, KEPT_MOST_BYTES / sizeof *document->names);
    document->value_count = document->name_count = 0;
}

/* Takes the oldest document back; *any is false when there is none. */
static bool take_back(struct store_indexing *indexing, bool *any, struct error *error)
{
    struct document *document = worker_take(indexing->worker);
    *any = document != NULL;
    if (!document)
        return true;
    bool good = document->is_good;
    if (!good)
        *error = document->error;
    indexing->under_way_bytes -= document->bytes.length;
    clear_document(document);
    worker_give_back(indexing->worker);
    return good;
}

static bool put_value(struct store_indexing *indexing, enum index_section section, struct text_view word)
{
    struct document *document = indexing->document;
    if (word.length == 0)
        return true;
    if (!array_reserve(&document->values, document->value_count, &document->value_capacity, sizeof *document->values))
        return false;
    document->values[document->value_count++] = (struct index_value){section, word};
    return true;
}

/* As "%02lld" would write it. */
static bool put_number(struct store_indexing *indexing, enum index_section section, long long number)
{
    /* There are several of each recall: what formats anything would take long for them. */
    char digits[24], *end = digits + sizeof digits, *at = end;
    unsigned long long rest = number < 0 ? -(unsigned long long)number : (unsigned long long)number;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--at = '-';
    else if (end - at < 2)
        *--at = '0';
    const char *copy = arena_copy(indexing->document->arena, (struct text_view){at, (size_t)(end - at)});
    return copy && put_value(indexing, section, (struct text_view){copy, (size_t)(end - at)});
}

static bool put_bits(struct store_indexing *indexing, enum index_section section, uint32_t bits)
{
    for (int i = 0; i < 32; i++)
        if (bits >> i & 1 && !put_number(indexing, section, i))
            return false;
    return true;
}

static bool put_years(struct store_indexing *indexing, struct range years)
{
    if (!years.from && !years.to)
        return true;
    int from = years.from < INDEX_YEAR_FIRST ? INDEX_YEAR_FIRST : years.from;
    int to = !years.to || years.to > INDEX_YEAR_LAST ? INDEX_YEAR_LAST : years.to;
    for (int year = from; year <= to; year++)
        if (!put_number(indexing, INDEX_YEAR, year))
            return false;
    return true;
}

static bool add_name(struct store_indexing *indexing, struct text_view name)
{
    struct document *document = indexing->document;
    buffer_append_view(&indexing->names, name);
    if (!array_reserve(&document->names, document->name_count, &document->name_capacity, sizeof *document->names))
        return false;
    document->names[document->name_count++] = name;
    return true;
}

/* The first name is the campaign, empty or not; the others follow where there are any. */
static bool put_campaign(struct store_indexing *indexing, struct text_view campaign)
{
    return add_name(indexing, campaign) && put_value(indexing, INDEX_CAMPAIGN, campaign);
}

static bool put_name(struct store_indexing *indexing, struct text_view name)
{
    if (name.length == 0)
        return true;
    buffer_append_string(&indexing->names, ";\n");
    return add_name(indexing, name);
}

/* The items of a list as values, and as names if they are any. */
static bool put_list(struct store_indexing *indexing, const struct string_list *list, enum index_section section,
                     bool are_names)
{
    for (size_t i = 0; i < list->count; i++) {
        struct text_view item = text_view_of(list->items[i]);
        if ((are_names && !put_name(indexing, item)) || !put_value(indexing, section, item))
            return false;
    }
    return true;
}

static bool put_code(struct store_indexing *indexing, struct text_view code)
{
    struct text_view bare = index_bare_code(code);
    return put_value(indexing, INDEX_CODE, code) &&
           (bare.length == code.length || put_value(indexing, INDEX_CODE, bare));
}

/* What its source states that a workshop may know it by, and what it calls the component. */
static bool put_stated(struct store_indexing *indexing, const struct given *given)
{
    if (!put_name(indexing, text_view_of(given->component)))
        return false;
    for (size_t i = 0; i < given->stated_count; i++) {
        const struct stated *stated = &given->stated[i];
        if ((stated->kind == FACT_CODE || stated->kind == FACT_VEHICLE_NUMBERS) &&
            !put_name(indexing, text_view_of(stated->value)))
            return false;
        if (stated->kind == FACT_CODE && !put_code(indexing, text_view_of(stated->value)))
            return false;
    }
    return true;
}

static bool put_vehicles(struct store_indexing *indexing, const struct recall *recall)
{
    for (size_t i = 0; i < recall->vehicle_count; i++) {
        const struct vehicle *vehicle = &recall->vehicles[i];
        struct text_view make = text_view_of(vehicle->make);
        if (!put_name(indexing, make) || !put_value(indexing, INDEX_MAKE, make) ||
            !put_value(indexing, INDEX_MODEL, text_view_of(vehicle->model)) || !put_years(indexing, vehicle->years))
            return false;
    }
    return recall->vehicle_count > 0 || put_years(indexing, recall->years);
}

bool store_indexing_begin(struct store_indexing *indexing, uint32_t rank, struct packed_recall **recall,
                          struct buffer **bytes, struct arena **arena, struct error *error)
{
    struct document *document;
    bool any;
    while (!(document = worker_slot(indexing->worker)) || indexing->under_way_bytes > UNDER_WAY_MOST_BYTES)
        if (!take_back(indexing, &any, error))
            return false;
    document->rank = rank;
    indexing->document = document;
    buffer_clear(&indexing->names);
    *recall = &document->packed;
    *bytes = &document->bytes;
    *arena = document->arena;
    return true;
}

bool store_indexing_recall(struct store_indexing *indexing, int64_t added, struct error *error)
{
    const struct recall *recall = &indexing->document->packed.recall;
    struct text_view make = text_view_of(recall->make);
    bool good = put_campaign(indexing, text_view_of(recall->campaign)) && put_name(indexing, make) &&
                put_value(indexing, INDEX_DATE, text_view_of(store_list_date(recall))) &&
                put_number(indexing, INDEX_ADDED, added) && put_value(indexing, INDEX_MAKE, make) &&
                put_value(indexing, INDEX_AUTHORITY, text_view_of(recall->authority)) &&
                put_number(indexing, INDEX_PRIMARY, recall->categories[0]) &&
                put_bits(indexing, INDEX_CATEGORY, store_category_bits(recall)) &&
                put_bits(indexing, INDEX_HAZARD, recall->hazards) &&
                put_bits(indexing, INDEX_REMEDY, recall->remedies) &&
                put_list(indexing, &recall->models, INDEX_MODEL, true) &&
                put_list(indexing, &recall->markets, INDEX_MARKET, false) &&
                put_list(indexing, &recall->parts, INDEX_PART, true) && put_vehicles(indexing, recall) &&
                put_stated(indexing, &indexing->document->packed.given);
    return good || error_set_memory(error, indexing->what);
}

bool store_indexing_source(struct store_indexing *indexing, struct text_view name, struct error *error)
{
    const char *copy = arena_copy(indexing->document->arena, name);
    return (copy && put_value(indexing, INDEX_SOURCE, (struct text_view){copy, name.length})) ||
           error_set_memory(error, indexing->what);
}

bool store_indexing_name(struct store_indexing *indexing, struct text_view name, struct error *error)
{
    const char *copy = arena_copy(indexing->document->arena, name);
    return (copy && put_name(indexing, (struct text_view){copy, name.length})) ||
           error_set_memory(error, indexing->what);
}

bool store_indexing_put(struct store_indexing *indexing, struct text_view *names, struct error *error)
{
    const struct document *document = indexing->document;
    const struct recall *recall = &document->packed.recall;
    const char *date = store_list_date(recall);
    *names = buffer_view(&indexing->names);
    if (indexing->names.failed || arena_failed(document->arena) ||
        !same_actions_add(&indexing->actions, document->rank, text_view_of(recall->authority), recall->text, *names,
                          text_view_of(date)))
        return error_set_memory(error, indexing->what);
    indexing->under_way_bytes += document->bytes.length;
    worker_put(indexing->worker);
    return true;
}

/* --- The end ------------------------------------------------------------------------------- */

/* On a thread of its own. */
static bool make_index(void *context, const struct index_sink *sink, struct error *error)
{
    struct store_indexing *indexing = context;
    uint32_t *rings = same_actions_rings(&indexing->actions, indexing->recall_count);
    same_actions_free(&indexing->actions);
    if (!rings)
        return error_set_memory(error, indexing->what);
    struct index_making making = {.sink = sink, .rings = rings, .layout = &indexing->layout};
    memcpy(making.orders, indexing->orders->sorters, sizeof making.orders);
    bool good = index_builder_make(indexing->builder, &making, error);
    free(rings);
    return good;
}

bool store_indexing_end(struct store_indexing *indexing, struct store_orders *orders, struct error *error)
{
    for (bool any = true; any;)
        if (!take_back(indexing, &any, error))
            return false;
    indexing->orders = orders;
    indexing->handover = index_handover_new(make_index, indexing);
    return indexing->handover || error_set_memory(error, indexing->what);
}

bool store_indexing_finish(struct store_indexing *indexing, const struct store_indexing_finish *finish,
                           struct error *error)
{
    struct index_tables tables;
    bool good = index_tables_open(&tables, finish->database, indexing->what, error);
    const struct index_taker taker = {{index_tables_put, &tables}, finish->go_on, finish->context};
    good = good && index_handover_take(indexing->handover, &taker, error) &&
           index_tables_finish(&tables, finish->content_checksum, buffer_view(&indexing->layout), error);
    index_tables_close(&tables);
    return good;
}
