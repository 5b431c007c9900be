#include "core/store_write_entries.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "core/sorter.h"
#include "core/spool.h"
#include "core/store_internal.h"

enum { ITEMS_MOST_BYTES = 16 * 1024 * 1024 };

/* An entry without its bytes. */
struct item {
    int64_t source_id, unlisted, position;
    int32_t number, note_id, text_id;
    struct spool_place bytes; /* length 0: none */
};

struct store_entries {
    const char *path;
    struct sorter *items;
    struct spool *bytes; /* before, after and raw, behind the lengths of the first two */
    struct store_listing *listings;
    size_t listing_count, listing_capacity;
    size_t ascending; /* of them, in the order of their numbers */
};

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = compare_numbers(a->source_id, b->source_id);
    if (order == 0)
        order = compare_numbers(a->unlisted, b->unlisted);
    return order ? order : compare_numbers(a->position, b->position);
}

/* Eight bits of the source, two of whether it is listed, and, of those that are, 30 of the position. */
static uint64_t item_key(const void *entry)
{
    enum { SOURCES_MOST = 0xFF, POSITIONS_MOST = (1 << 30) - 1 };
    const struct item *item = entry;
    if (item->source_id >= SOURCES_MOST)
        return UINT64_MAX;
    uint64_t listed = item->unlisted < 0 ? 0 : item->unlisted == 0 ? 1 : 2;
    int64_t position = item->unlisted != 0 ? 0 : item->position < POSITIONS_MOST ? item->position : POSITIONS_MOST;
    return ((uint64_t)item->source_id << 32 | listed << 30 | (uint64_t)position) << (64 - SORT_KEY_BITS);
}

static const struct sorter_order by_place = {item_key, compare_items};

bool store_entries_open(const char *path, struct store_entries **result, struct error *error)
{
    struct store_entries *entries = *result = calloc(1, sizeof *entries);
    if (!entries)
        return error_set_memory(error, path);
    entries->path = path;
    return spool_open(path, ".bytes", &entries->bytes, error) &&
           sorter_new(path, ".entries", sizeof(struct item), &by_place, ITEMS_MOST_BYTES, &entries->items, error);
}

void store_entries_close(struct store_entries *entries)
{
    if (!entries)
        return;
    sorter_free(entries->items);
    spool_close(entries->bytes);
    free(entries->listings);
    free(entries);
}

/* --- Listings ------------------------------------------------------------------------------ */

static int compare_listings(const void *left, const void *right)
{
    const struct store_listing *a = left, *b = right;
    int order = compare_numbers(a->number, b->number);
    return order ? order : compare_numbers(a->source, b->source);
}

static bool add_listing(struct store_entries *entries, const struct store_entry *entry)
{
    size_t count = entries->listing_count;
    if (!array_reserve(&entries->listings, count, &entries->listing_capacity, sizeof *entries->listings))
        return false;
    struct store_listing *listing = &entries->listings[entries->listing_count++];
    *listing = (struct store_listing){(uint32_t)entry->number, (uint32_t)entry->source_id * 2 + (entry->unlisted != 0)};
    if (entries->ascending == count && (count == 0 || compare_listings(listing - 1, listing) <= 0))
        entries->ascending++;
    return true;
}

bool store_entries_is_listed(const struct store_entries *entries, int64_t source_id, int64_t number)
{
    const struct store_listing wanted = {(uint32_t)number, (uint32_t)source_id * 2};
    return entries->ascending > 0 &&
           bsearch(&wanted, entries->listings, entries->ascending, sizeof wanted, compare_listings);
}

const struct store_listing *store_entries_listings(struct store_entries *entries, size_t *count)
{
    *count = entries->listing_count;
    if (entries->ascending < entries->listing_count)
        qsort(entries->listings, entries->listing_count, sizeof *entries->listings, compare_listings);
    entries->ascending = entries->listing_count;
    return entries->listings;
}

size_t store_listings_find(const struct store_listing *listings, size_t count, uint32_t number)
{
    if (count == 0)
        return 0;
    /* Most recalls have one: not far from there. */
    size_t from = (size_t)((uint64_t)number * count / ((uint64_t)listings[count - 1].number + 1)), to;
    from = from < count ? from : count - 1;
    for (size_t step = 1; from > 0 && listings[from].number >= number; step *= 2)
        from = from > step ? from - step : 0;
    to = from;
    for (size_t step = 1; to < count && listings[to].number < number; step *= 2) {
        from = to;
        to = count - to > step ? to + step : count;
    }
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (listings[middle].number < number)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* --- Entries ------------------------------------------------------------------------------- */

bool store_entries_put(struct store_entries *entries, const struct store_entry *entry, struct error *error)
{
    struct item item = {
        .source_id = entry->source_id,
        .unlisted = entry->unlisted,
        .position = entry->position,
        .number = (int32_t)entry->number,
        .note_id = (int32_t)entry->note_id,
        .text_id = (int32_t)entry->text_id,
    };
    if (entry->number >= 0 && !add_listing(entries, entry))
        return error_set_memory(error, entries->path);
    if (entry->before.length > 0 || entry->after.length > 0 || entry->raw.length > 0) {
        const uint32_t lengths[] = {(uint32_t)entry->before.length, (uint32_t)entry->after.length};
        const struct text_view pieces[] = {
            {(const char *)lengths, sizeof lengths}, entry->before, entry->after, entry->raw};
        if (!spool_put(entries->bytes, pieces, sizeof pieces / sizeof pieces[0], &item.bytes, error))
            return false;
    }
    return sorter_put(entries->items, &item, error);
}

/* Cuts the first bytes off. */
static struct text_view cut(struct text_view *bytes, size_t length)
{
    struct text_view first = {bytes->bytes, length < bytes->length ? length : bytes->length};
    bytes->bytes += first.length;
    bytes->length -= first.length;
    return first;
}

/* Entries on their way into the table, some in one statement: that is quicker than one by one. */
enum { AT_ONCE = 32, COLUMN_COUNT = 9 };

struct writing {
    struct store_entries *entries;
    const char *what;
    const uint32_t *ranks; /* by number, count of them */
    uint32_t count;
    struct sqlite3_stmt *insert_one, *insert_all;
    struct item items[AT_ONCE];
    struct buffer bytes[AT_ONCE]; /* of each */
    size_t gathered;
};

static bool prepare(struct writing *writing, struct sqlite3 *database, size_t rows, struct sqlite3_stmt **insert,
                    struct error *error)
{
    struct buffer sql = {0};
    buffer_append_string(&sql, "INSERT INTO main.entry VALUES");
    for (size_t i = 0; i < rows; i++)
        buffer_append_string(&sql, i == 0 ? "(?,?,?,?,?,?,?,?,?)" : ",(?,?,?,?,?,?,?,?,?)");
    bool good = sql.failed ? error_set_memory(error, writing->what)
                           : sql_prepare(database, writing->what, sql.bytes, insert, error);
    buffer_free(&sql);
    return good;
}

static void bind_entry(const struct writing *writing, size_t number, struct sqlite3_stmt *insert, int before)
{
    const struct item *item = &writing->items[number];
    struct text_view bytes = buffer_view(&writing->bytes[number]);
    bool is_ranked = item->number >= 0 && (uint32_t)item->number < writing->count;
    uint32_t lengths[2] = {0};
    if (bytes.length > 0)
        memcpy(lengths, cut(&bytes, sizeof lengths).bytes, sizeof lengths);
    sqlite3_bind_int64(insert, before + 1, item->source_id);
    sqlite3_bind_int64(insert, before + 2, item->unlisted);
    sqlite3_bind_int64(insert, before + 3, item->position);
    sql_bind_known(insert, before + 4, is_ranked ? (int64_t)writing->ranks[item->number] : -1, -1);
    sql_bind_known(insert, before + 5, item->note_id, -1);
    sql_bind_known(insert, before + 6, item->text_id, -1);
    sql_bind_bytes(insert, before + 7, cut(&bytes, lengths[0]));
    sql_bind_bytes(insert, before + 8, cut(&bytes, lengths[1]));
    sql_bind_bytes(insert, before + 9, bytes);
}

/* Writes what was gathered: as many as there can be in one statement, else each in one. */
static bool write_gathered(struct writing *writing, struct error *error)
{
    bool is_all = writing->gathered == AT_ONCE;
    struct sqlite3_stmt *insert = is_all ? writing->insert_all : writing->insert_one;
    bool good = true;
    for (size_t i = 0; good && i < writing->gathered; i++) {
        bind_entry(writing, i, insert, is_all ? (int)i * COLUMN_COUNT : 0);
        good = is_all || sql_execute(insert, writing->what, error);
    }
    writing->gathered = 0;
    return good && (!is_all || sql_execute(insert, writing->what, error));
}

static bool gather(struct writing *writing, const struct item *item, struct error *error)
{
    enum { KEPT_MOST_BYTES = 64 * 1024 };
    struct buffer *bytes = &writing->bytes[writing->gathered];
    buffer_clear_large(bytes, KEPT_MOST_BYTES);
    if (item->bytes.length_bytes > 0 && !spool_take(writing->entries->bytes, item->bytes, bytes, error))
        return false;
    writing->items[writing->gathered++] = *item;
    return writing->gathered < AT_ONCE || write_gathered(writing, error);
}

bool store_entries_give_way(struct store_entries *entries, struct error *error)
{
    return sorter_give_way(entries->items, error);
}

bool store_entries_write(struct store_entries *entries, struct sqlite3 *database, const char *what,
                         const uint32_t *ranks, uint32_t count, struct error *error)
{
    struct writing writing = {.entries = entries, .what = what, .ranks = ranks, .count = count};
    const void *item = NULL;
    free(entries->listings);
    entries->listings = NULL;
    bool good = prepare(&writing, database, 1, &writing.insert_one, error) &&
                prepare(&writing, database, AT_ONCE, &writing.insert_all, error) && sorter_sort(entries->items, error);
    while (good && (good = sorter_next(entries->items, &item, error)) && item)
        good = gather(&writing, item, error);
    good = good && write_gathered(&writing, error);
    sqlite3_finalize(writing.insert_one);
    sqlite3_finalize(writing.insert_all);
    for (size_t i = 0; i < AT_ONCE; i++)
        buffer_free(&writing.bytes[i]);
    return good;
}
