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

bool store_entries_open(const char *path, struct store_entries **result, struct error *error)
{
    struct store_entries *entries = *result = calloc(1, sizeof *entries);
    if (!entries)
        return error_set_memory(error, path);
    entries->path = path;
    return spool_open(path, ".bytes", &entries->bytes, error) &&
           sorter_new(path, ".entries", sizeof(struct item), compare_items, ITEMS_MOST_BYTES, &entries->items, error);
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

static bool bind_bytes(struct store_entries *entries, const struct item *item, struct sqlite3_stmt *row,
                       struct buffer *piece, struct error *error)
{
    uint32_t lengths[2] = {0};
    buffer_clear(piece);
    if (item->bytes.length_bytes > 0 && !spool_take(entries->bytes, item->bytes, piece, error))
        return false;
    struct text_view bytes = buffer_view(piece);
    if (bytes.length > 0)
        memcpy(lengths, cut(&bytes, sizeof lengths).bytes, sizeof lengths);
    sql_bind_bytes(row, 7, cut(&bytes, lengths[0]));
    sql_bind_bytes(row, 8, cut(&bytes, lengths[1]));
    sql_bind_bytes(row, 9, bytes);
    return true;
}

bool store_entries_write(struct store_entries *entries, struct sqlite3 *database, const char *what,
                         const uint32_t *ranks, uint32_t count, struct error *error)
{
    struct sqlite3_stmt *row;
    struct buffer piece = {0};
    const void *next = NULL;
    if (!sql_prepare(database, what, "INSERT INTO main.entry VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", &row, error))
        return false;
    free(entries->listings);
    entries->listings = NULL;
    bool good = sorter_sort(entries->items, error);
    while (good && (good = sorter_next(entries->items, &next, error)) && next) {
        const struct item *item = next;
        bool is_ranked = item->number >= 0 && (uint32_t)item->number < count;
        sqlite3_bind_int64(row, 1, item->source_id);
        sqlite3_bind_int64(row, 2, item->unlisted);
        sqlite3_bind_int64(row, 3, item->position);
        sql_bind_known(row, 4, is_ranked ? (int64_t)ranks[item->number] : -1, -1);
        sql_bind_known(row, 5, item->note_id, -1);
        sql_bind_known(row, 6, item->text_id, -1);
        good = bind_bytes(entries, item, row, &piece, error) && sql_execute(row, what, error);
    }
    sqlite3_finalize(row);
    buffer_free(&piece);
    return good;
}
