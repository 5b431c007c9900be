#include "core/index_write.h"

#include <stdlib.h>
#include <string.h>

#include "core/index_postings.h"
#include "core/sort_numbers.h"

enum { HEAD_BYTES = sizeof(struct index_row_head) };
/* The postings of one row stay below this, so that places can tell where they end. */
enum { ROW_POSTINGS_MOST = 1 << 21, COUNTED_AS_BITS = 512 };
/* Shorter postings are not worth the place that tells where they are. */
enum { SHARED_LEAST = 4 * sizeof(struct index_others), WRITTEN_SLOTS_FIRST = 1 << 12 };

/* --- Rows ---------------------------------------------------------------------------------- */

static void rows_begin(struct index_rows *rows, enum index_row_kind kind)
{
    *rows = (struct index_rows){.kind = kind};
    buffer_append(&rows->bytes, "\0\0\0\0\0\0\0\0", INDEX_CHECKSUM_BYTES);
}

static size_t rows_length(const struct index_rows *rows)
{
    return rows->bytes.length - INDEX_CHECKSUM_BYTES;
}

/* Gives the row being filled away and begins the next. */
static bool rows_flush(struct index_writer *writer, struct index_rows *rows, struct error *error)
{
    if (rows->bytes.failed)
        return error_set_memory(error, writer->what);
    uint64_t checksum = index_checksum(rows->next, rows->bytes.bytes + INDEX_CHECKSUM_BYTES, rows_length(rows));
    memcpy(rows->bytes.bytes, &checksum, sizeof checksum);
    const struct index_row row = {rows->kind, rows->next++, buffer_view(&rows->bytes)};
    rows->bytes.length = INDEX_CHECKSUM_BYTES;
    return writer->sink.put(writer->sink.context, &row, error);
}

/* The last row, if there is anything of it. */
static bool rows_end(struct index_writer *writer, struct index_rows *rows, struct error *error)
{
    return rows_length(rows) == 0 || rows_flush(writer, rows, error);
}

void index_writer_begin(struct index_writer *writer, const struct index_sink *sink, const char *what,
                        uint32_t recall_count)
{
    *writer = (struct index_writer){.sink = *sink, .what = what, .section = -1};
    writer->place_bytes = index_place_bytes(recall_count);
    rows_begin(&writer->words, INDEX_ROW_WORD);
    rows_begin(&writer->postings, INDEX_ROW_POSTING);
}

void index_writer_free(struct index_writer *writer)
{
    buffer_free(&writer->words.bytes);
    buffer_free(&writer->postings.bytes);
    buffer_free(&writer->places);
    buffer_free(&writer->lists);
    buffer_free(&writer->part);
    free(writer->written);
    free(writer->pairs);
    free(writer->newest);
}

/* --- Filters ------------------------------------------------------------------------------- */

enum { NEWEST_SLOTS = 1 << 13, FILTER_BYTES = 3 };

static bool note_filter(struct index_writer *writer, uint32_t key, uint32_t row)
{
    /* A table of the last pairs keeps most repetitions out; the others go when the pairs are sorted. */
    uint32_t *slot = &writer->newest[key * 0x9E3779B1u >> 19];
    uint64_t pair = (uint64_t)key << 32 | row;
    if (*slot > 0 && writer->pairs[*slot - 1] == pair)
        return true;
    if (!array_reserve(&writer->pairs, writer->pair_count, &writer->pair_capacity, sizeof *writer->pairs))
        return false;
    writer->pairs[writer->pair_count++] = pair;
    *slot = (uint32_t)writer->pair_count;
    return true;
}

static bool note_filters(struct index_writer *writer, struct text_view word, struct error *error)
{
    const unsigned char *bytes = (const unsigned char *)word.bytes;
    uint32_t row = writer->words.next - writer->sections[writer->section].first;
    if (!writer->newest)
        writer->newest = calloc(NEWEST_SLOTS, sizeof *writer->newest);
    bool good = writer->newest != NULL;
    for (size_t i = 0; good && i + FILTER_BYTES <= word.length; i++)
        good = note_filter(writer, (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | bytes[i + 2], row);
    return good || error_set_memory(error, writer->what);
}

static uint32_t key_of(uint64_t pair)
{
    return (uint32_t)(pair >> 32);
}

static uint32_t row_of(uint64_t pair)
{
    return (uint32_t)pair;
}

/* The rows of one string, which the sorted pairs from *next on have. */
static bool write_filter(struct index_writer *writer, enum index_section filter, size_t *next, struct error *error)
{
    uint32_t key = key_of(writer->pairs[*next]);
    char bytes[FILTER_BYTES] = {(char)(key >> 16), (char)(key >> 8), (char)key};
    uint16_t rows[BITMAP_CHUNK];
    if (!index_writer_word(writer, filter, (struct text_view){bytes, FILTER_BYTES}, error))
        return false;
    while (*next < writer->pair_count && key_of(writer->pairs[*next]) == key) {
        uint32_t chunk = row_of(writer->pairs[*next]) / BITMAP_CHUNK, count = 0;
        for (; *next < writer->pair_count && key_of(writer->pairs[*next]) == key &&
               row_of(writer->pairs[*next]) / BITMAP_CHUNK == chunk;
             ++*next) {
            uint16_t row = (uint16_t)(row_of(writer->pairs[*next]) % BITMAP_CHUNK);
            if (count == 0 || rows[count - 1] != row)
                rows[count++] = row;
        }
        if (!index_writer_ranks(writer, chunk, rows, count, error))
            return false;
    }
    return index_writer_word_end(writer, error);
}

bool index_writer_filter(struct index_writer *writer, struct error *error)
{
    enum index_section filter = (enum index_section)(INDEX_FILTER + writer->section);
    bool good = sort_numbers(writer->pairs, writer->pair_count) || error_set_memory(error, writer->what);
    for (size_t next = 0; good && next < writer->pair_count;)
        good = write_filter(writer, filter, &next, error);
    free(writer->pairs);
    free(writer->newest);
    writer->pairs = NULL;
    writer->newest = NULL;
    writer->pair_count = writer->pair_capacity = 0;
    return good;
}

/* --- Words --------------------------------------------------------------------------------- */

static bool end_row(struct index_writer *writer, struct error *error)
{
    struct buffer *bytes = &writer->words.bytes;
    if (rows_length(&writer->words) == 0)
        return true;
    struct index_row_head head = {.word_bytes = (uint32_t)(rows_length(&writer->words) - HEAD_BYTES),
                                  .word_count = writer->row_words,
                                  .list_bytes = (uint32_t)writer->lists.length};
    memcpy(head.postings, &writer->row_postings, sizeof head.postings);
    buffer_append_view(bytes, buffer_view(&writer->places));
    buffer_append_view(bytes, buffer_view(&writer->lists));
    buffer_clear(&writer->places);
    buffer_clear(&writer->lists);
    if (bytes->failed || writer->places.failed || writer->lists.failed)
        return error_set_memory(error, writer->what);
    memcpy(bytes->bytes + INDEX_CHECKSUM_BYTES, &head, sizeof head);
    return rows_flush(writer, &writer->words, error);
}

static void begin_row(struct index_writer *writer)
{
    static const struct index_row_head head;
    writer->sections[writer->section].rows++;
    writer->row_postings = writer->posting_bytes;
    writer->row_words = 0;
    buffer_append(&writer->words.bytes, &head, sizeof head); /* end_row() fills it in */
    buffer_append_byte(&writer->words.bytes, '\n');
}

/* Whether the word and its list, however long, might not find room. */
static bool is_full(const struct index_writer *writer, struct text_view word)
{
    size_t used = writer->words.bytes.length + writer->places.length + writer->lists.length;
    size_t most = word.length + 1 + writer->place_bytes * (size_t)(1 + INDEX_FEW);
    return used + most > INDEX_ROW_BYTES || writer->posting_bytes - writer->row_postings >= ROW_POSTINGS_MOST;
}

bool index_writer_word(struct index_writer *writer, enum index_section section, struct text_view word,
                       struct error *error)
{
    struct index_section_rows *own = &writer->sections[section];
    bool is_other = writer->section != (int)section;
    if ((is_other || is_full(writer, word)) && !end_row(writer, error))
        return false;
    if (is_other)
        own->first = writer->words.next;
    writer->section = (int)section;
    if (rows_length(&writer->words) == 0)
        begin_row(writer);
    own->words++;
    writer->row_words++;
    writer->few_count = 0;
    writer->is_many = false;
    writer->next_chunk = 0;
    buffer_clear(&writer->part);
    buffer_append_view(&writer->words.bytes, word);
    buffer_append_byte(&writer->words.bytes, '\n');
    return !index_has_filter(section) || note_filters(writer, word, error);
}

static bool append_posting_bytes(struct index_writer *writer, const void *bytes, size_t length, struct error *error)
{
    const char *at = bytes;
    writer->posting_bytes += length;
    while (length > 0) {
        size_t room = INDEX_PIECE_BYTES - rows_length(&writer->postings), part = length < room ? length : room;
        buffer_append(&writer->postings.bytes, at, part);
        at += part;
        length -= part;
        if (part == room && !rows_flush(writer, &writer->postings, error))
            return false;
    }
    return true;
}

static bool append_ranks(struct index_writer *writer, uint32_t chunk, const uint16_t *ranks, uint32_t count,
                         struct error *error)
{
    bool as_bits = index_is_counted((enum index_section)writer->section) && count >= COUNTED_AS_BITS;
    postings_append(&writer->part, chunk - writer->next_chunk, ranks, count, as_bits);
    writer->next_chunk = chunk + 1;
    return !writer->part.failed || error_set_memory(error, writer->what);
}

/* Few ranks were not enough: they become postings. */
static bool begin_many(struct index_writer *writer, struct error *error)
{
    uint16_t ranks[INDEX_FEW];
    writer->is_many = true;
    for (uint32_t next = 0; next < writer->few_count;) {
        uint32_t chunk = writer->few[next] / BITMAP_CHUNK, count = 0;
        for (; next < writer->few_count && writer->few[next] / BITMAP_CHUNK == chunk; next++)
            ranks[count++] = (uint16_t)(writer->few[next] % BITMAP_CHUNK);
        if (!append_ranks(writer, chunk, ranks, count, error))
            return false;
    }
    return true;
}

bool index_writer_ranks(struct index_writer *writer, uint32_t chunk, const uint16_t *ranks, uint32_t count,
                        struct error *error)
{
    uint32_t most = index_has_lists((enum index_section)writer->section) ? INDEX_FEW : 1;
    if (count == 0)
        return true;
    if (!writer->is_many && writer->few_count + count <= most) {
        for (uint32_t i = 0; i < count; i++)
            writer->few[writer->few_count++] = chunk * BITMAP_CHUNK + ranks[i];
        return true;
    }
    return (writer->is_many || begin_many(writer, error)) && append_ranks(writer, chunk, ranks, count, error);
}

/* --- The end of a word --------------------------------------------------------------------- */

static bool grow_written(struct index_writer *writer)
{
    size_t count = writer->written_slots ? writer->written_slots * 2 : WRITTEN_SLOTS_FIRST;
    struct index_written *slots = calloc(count, sizeof *slots), *old = writer->written;
    if (!slots)
        return false;
    for (size_t i = 0; i < writer->written_slots; i++) {
        size_t slot = old[i].hash.low & (count - 1);
        while (old[i].length > 0 && slots[slot].length > 0)
            slot = (slot + 1) & (count - 1);
        if (old[i].length > 0)
            slots[slot] = old[i];
    }
    free(old);
    writer->written = slots;
    writer->written_slots = count;
    return true;
}

/* Where the postings in writer->part were written before; of none the place, with length 0, to be filled. */
static struct index_written *find_written(struct index_writer *writer)
{
    struct hash128 hash = hash128(writer->part.bytes, writer->part.length);
    if (writer->written_count * 2 >= writer->written_slots && !grow_written(writer))
        return NULL;
    size_t slot = hash.low & (writer->written_slots - 1);
    struct index_written *own;
    for (; (own = &writer->written[slot])->length > 0; slot = (slot + 1) & (writer->written_slots - 1))
        if (own->hash.low == hash.low && own->hash.high == hash.high && own->length == writer->part.length)
            return own;
    own->hash = hash;
    return own;
}

/*
 * Writes the postings of the word. Words of one sentence that many recalls have stand in the same recalls: what is
 * the same is kept once.
 */
static bool write_postings(struct index_writer *writer, enum index_place_kind *kind, struct error *error)
{
    if (writer->part.length >= SHARED_LEAST) {
        struct index_written *written = find_written(writer);
        if (!written)
            return error_set_memory(error, writer->what);
        if (written->length > 0) {
            struct index_others others = {.length = written->length};
            memcpy(others.start, &written->start, sizeof others.start);
            buffer_append(&writer->lists, &others, sizeof others);
            *kind = INDEX_IN_OTHERS;
            return true;
        }
        written->start = writer->posting_bytes;
        written->length = (uint32_t)writer->part.length;
        writer->written_count++;
    }
    return append_posting_bytes(writer, writer->part.bytes, writer->part.length, error);
}

bool index_writer_word_end(struct index_writer *writer, struct error *error)
{
    uint32_t bits = index_place_bits(writer->place_bytes);
    enum index_place_kind kind = writer->is_many         ? INDEX_IN_POSTINGS
                                 : writer->few_count > 1 ? INDEX_IN_LIST
                                                         : INDEX_IN_ONE;
    if (writer->is_many && !write_postings(writer, &kind, error))
        return false;
    for (uint32_t i = 0; kind == INDEX_IN_LIST && i < writer->few_count; i++)
        buffer_append(&writer->lists, &writer->few[i], writer->place_bytes);
    uint64_t number = kind == INDEX_IN_ONE        ? writer->few[0]
                      : kind == INDEX_IN_POSTINGS ? writer->posting_bytes - writer->row_postings
                                                  : writer->lists.length;
    if (number >> bits)
        return error_set(error, ERROR_SYSTEM, writer->what, "there are too many recalls for the search index");
    uint32_t place = (uint32_t)number | (uint32_t)kind << bits;
    buffer_append(&writer->places, &place, writer->place_bytes);
    return true;
}

/* --- The rest ------------------------------------------------------------------------------ */

static bool write_order(struct index_writer *writer, struct index_rows *rows, const struct index_numbers *order,
                        struct error *error)
{
    for (size_t i = 0; i < order->count; i++) {
        buffer_append(&rows->bytes, &order->items[i], sizeof order->items[i]);
        if (rows_length(rows) >= INDEX_PIECE_BYTES && !rows_flush(writer, rows, error))
            return false;
    }
    return rows_end(writer, rows, error);
}

bool index_writer_orders(struct index_writer *writer, const struct index_numbers orders[INDEX_ORDER_COUNT],
                         struct error *error)
{
    struct index_rows rows;
    bool good = true;
    rows_begin(&rows, INDEX_ROW_ORDER);
    for (size_t i = 0; good && i < INDEX_ORDER_COUNT; i++)
        good = write_order(writer, &rows, &orders[i], error);
    buffer_free(&rows.bytes);
    return good;
}

bool index_writer_rings(struct index_writer *writer, const uint32_t *rings, uint32_t recall_count, struct error *error)
{
    struct index_rows rows;
    bool good = true;
    rows_begin(&rows, INDEX_ROW_RING);
    for (uint32_t rank = 0; good && rank < recall_count; rank++) {
        const struct index_ring ring = {rank, rings[rank]};
        if (ring.next == rank)
            continue;
        writer->ring_count++;
        buffer_append(&rows.bytes, &ring, sizeof ring);
        good = rows_length(&rows) < INDEX_PIECE_BYTES || rows_flush(writer, &rows, error);
    }
    good = good && rows_end(writer, &rows, error);
    buffer_free(&rows.bytes);
    return good;
}

bool index_writer_finish(struct index_writer *writer, struct error *error)
{
    return end_row(writer, error) && rows_end(writer, &writer->postings, error);
}

bool index_writer_layout(const struct index_writer *writer, struct text_view starts, struct buffer *layout)
{
    const struct index_layout head = {.posting_bytes = writer->posting_bytes, .ring_count = writer->ring_count};
    buffer_clear(layout);
    buffer_append(layout, "\0\0\0\0\0\0\0\0", INDEX_CHECKSUM_BYTES);
    buffer_append(layout, &head, sizeof head);
    buffer_append(layout, writer->sections, sizeof writer->sections);
    buffer_append_view(layout, starts);
    if (layout->failed)
        return false;
    uint64_t checksum = index_checksum(0, layout->bytes + INDEX_CHECKSUM_BYTES, layout->length - INDEX_CHECKSUM_BYTES);
    memcpy(layout->bytes, &checksum, sizeof checksum);
    return true;
}
