#include "core/index_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/bitmap.h"

enum {
    /* A chunk is three runs, unless its recalls have many words. */
    RECALLS_MOST = BITMAP_CHUNK / 3 + 1,
    NUMBERS_MOST = 3000000,
    SEQUENCE_MOST = 6000000,
    WINDOW_BYTES = 65536, /* read at once */
};

/*
 * What a packed word begins with: its bytes follow, then its ranks. Of each rank the gap to the one before is written,
 * seven bits to a byte, the lowest first, and GOES_ON where more follow.
 */
struct run_record {
    uint16_t length, gaps; /* in bytes */
};

enum { GOES_ON = 0x80 };

/* --- Gathering ----------------------------------------------------------------------------- */

void index_run_free(struct index_run *run)
{
    free(run->words);
    free(run->numbers.items);
    free(run->sequence.items);
    free(run->recalls);
    *run = (struct index_run){0};
}

void index_run_clear(struct index_run *run, uint32_t chunk)
{
    run->chunk = chunk;
    if (run->words)
        memset(run->words, 0, run->word_count * sizeof *run->words);
    run->numbers.count = run->sequence.count = run->recall_count = run->word_count = 0;
}

bool index_run_is_full(const struct index_run *run)
{
    return run->recall_count >= RECALLS_MOST || run->numbers.count >= NUMBERS_MOST ||
           run->sequence.count >= SEQUENCE_MOST;
}

bool index_run_begin(struct index_run *run, uint32_t rank)
{
    if (!array_reserve(&run->recalls, run->recall_count, &run->recall_capacity, sizeof *run->recalls))
        return false;
    run->recalls[run->recall_count++] = (struct run_recall){.rank = rank % BITMAP_CHUNK,
                                                            .end = (uint32_t)run->numbers.count,
                                                            .sequence_end = (uint32_t)run->sequence.count};
    return true;
}

/* Has all words of the lexicon. */
static bool reserve_words(struct index_run *run, size_t count)
{
    size_t before = run->word_capacity;
    run->word_count = count;
    if (!array_reserve_many(&run->words, 0, count, &run->word_capacity, sizeof *run->words))
        return false;
    if (run->word_capacity > before)
        memset(run->words + before, 0, (run->word_capacity - before) * sizeof *run->words);
    return true;
}

/*
 * Words lie all over the memory: before they are counted, or their ranks written, those of a few items ahead are asked
 * for. What is no word is passed over.
 */
enum { AHEAD = 16 };

static void expect_word(const struct index_run *run, const uint32_t *items, size_t at, size_t count)
{
    if (at < count && !(items[at] & RUN_TOKEN))
        __builtin_prefetch(&run->words[items[at]], 1);
}

/* Counts the word for a rank, unless the rank had it before. */
static bool count_word(struct run_word *word, uint32_t rank)
{
    if (word->next == rank + 1)
        return false;
    uint32_t gap = rank - word->next;
    word->next = rank + 1;
    word->count++;
    word->bytes++;
    if (gap >= GOES_ON)
        word->bytes = (uint16_t)(word->bytes + (gap >= GOES_ON << 7 ? 2 : 1));
    return true;
}

bool index_run_add(struct index_run *run, const struct index_lexicon *lexicon, const uint32_t *numbers, size_t count)
{
    struct run_recall *recall = &run->recalls[run->recall_count - 1];
    if (!reserve_words(run, lexicon->count) || !index_numbers_reserve(&run->numbers, count))
        return false;
    uint32_t *next = run->numbers.items + run->numbers.count;
    for (size_t i = 0; i < count && i < AHEAD; i++)
        expect_word(run, numbers, i, count);
    for (size_t i = 0; i < count; i++) {
        expect_word(run, numbers, i + AHEAD, count);
        if (count_word(&run->words[numbers[i]], recall->rank))
            *next++ = numbers[i];
    }
    run->numbers.count = recall->end = (uint32_t)(next - run->numbers.items);
    return true;
}

bool index_run_add_sequence(struct index_run *run, const uint32_t *items, size_t count)
{
    if (!index_numbers_add(&run->sequence, items, count))
        return false;
    run->recalls[run->recall_count - 1].sequence_end = (uint32_t)run->sequence.count;
    return true;
}

bool index_run_close(struct index_run *run, size_t word_count)
{
    size_t at = 0;
    if (!reserve_words(run, word_count))
        return false;
    for (size_t i = 0; i < run->recall_count; i++) {
        const struct run_recall *recall = &run->recalls[i];
        for (; at < recall->sequence_end; at++) {
            uint32_t item = run->sequence.items[at];
            expect_word(run, run->sequence.items, at + AHEAD, run->sequence.count);
            if (!(item & RUN_TOKEN))
                count_word(&run->words[item], recall->rank);
        }
    }
    return true;
}

/* --- Packing ------------------------------------------------------------------------------- */

/* The numbers of the words that it has, and the bytes that they take when they are packed. */
static size_t list_words(const struct index_run *run, const struct packed_strings *lexicon, uint32_t *numbers,
                         size_t *bytes)
{
    size_t count = 0;
    *bytes = 0;
    for (uint32_t i = 0; i < run->word_count; i++) {
        if (run->words[i].count == 0)
            continue;
        numbers[count++] = i;
        *bytes += sizeof(struct run_record) + packed_string(lexicon, i).length + run->words[i].bytes;
    }
    return count;
}

/* Writes all but the ranks; where those of each word begin is noted. */
static void pack_words(const struct index_run *run, const struct packed_strings *lexicon, const uint32_t *order,
                       size_t count, char *bytes, struct run_end *ends)
{
    char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        struct text_view word = packed_string(lexicon, order[i]);
        const struct run_record record = {(uint16_t)word.length, run->words[order[i]].bytes};
        memcpy(at, &record, sizeof record);
        memcpy(at + sizeof record, word.bytes, word.length);
        at += sizeof record + word.length;
        ends[order[i]] = (struct run_end){.at = (uint32_t)(at - bytes)};
        at += record.gaps;
    }
}

/* Where the ranks of a word are put down: as soon as that is known. */
static void expect_ranks(const char *bytes, const struct run_end *ends, const struct index_numbers *items, size_t at)
{
    if (at + AHEAD < items->count && !(items->items[at + AHEAD] & RUN_TOKEN))
        __builtin_prefetch(&ends[items->items[at + AHEAD]], 1);
    if (at < items->count && !(items->items[at] & RUN_TOKEN))
        __builtin_prefetch(&bytes[ends[items->items[at]].at], 1);
}

static void pack_rank(char *bytes, struct run_end *end, uint32_t rank)
{
    uint32_t gap = rank - end->next, at = end->at;
    for (; gap >= GOES_ON; gap >>= 7)
        bytes[at++] = (char)(gap | GOES_ON);
    bytes[at++] = (char)gap;
    *end = (struct run_end){at, rank + 1};
}

/* The ranks of each word together, in ascending order as they came. */
static void pack_ranks(const struct index_run *run, char *bytes, struct run_end *ends)
{
    uint32_t at = 0, in_sequence = 0;
    for (size_t i = 0; i < run->recall_count; i++) {
        const struct run_recall *recall = &run->recalls[i];
        for (; at < recall->end; at++) {
            expect_ranks(bytes, ends, &run->numbers, at + AHEAD);
            pack_rank(bytes, &ends[run->numbers.items[at]], recall->rank);
        }
        for (; in_sequence < recall->sequence_end; in_sequence++) {
            uint32_t item = run->sequence.items[in_sequence];
            expect_ranks(bytes, ends, &run->sequence, in_sequence + AHEAD);
            if (!(item & RUN_TOKEN) && ends[item].next != recall->rank + 1)
                pack_rank(bytes, &ends[item], recall->rank);
        }
    }
}

void run_block_free(struct run_block *block)
{
    buffer_free(&block->bytes);
    free(block->order);
    free(block->ends);
    *block = (struct run_block){0};
}

static bool reserve_block(const struct index_run *run, struct run_block *block)
{
    return array_reserve_many(&block->order, 0, run->word_count, &block->order_capacity, sizeof *block->order) &&
           array_reserve_many(&block->ends, 0, run->word_count, &block->end_capacity, sizeof *block->ends);
}

bool index_run_pack(const struct index_run *run, const struct packed_strings *lexicon, struct run_block *block)
{
    size_t length;
    if (!reserve_block(run, block))
        return false;
    size_t count = list_words(run, lexicon, block->order, &length);
    if (!sort_strings(lexicon, block->order, count, &block->bytes) || !buffer_reserve(&block->bytes, length))
        return false;
    pack_words(run, lexicon, block->order, count, block->bytes.bytes, block->ends);
    pack_ranks(run, block->bytes.bytes, block->ends);
    block->bytes.length = length;
    return true;
}

/* --- Reading back -------------------------------------------------------------------------- */

void run_reader_open(struct run_reader *reader, int descriptor, const struct run_place *place)
{
    *reader =
        (struct run_reader){.descriptor = descriptor, .place = place->start, .end = place->end, .chunk = place->chunk};
    if (!place->bytes)
        return;
    reader->place = place->end;
    reader->bytes = place->bytes;
    reader->length = (size_t)place->end;
}

void run_reader_close(struct run_reader *reader)
{
    buffer_free(&reader->window);
    *reader = (struct run_reader){0};
}

/* Has at least needed bytes at hand; false: errno tells. */
static bool fill(struct run_reader *reader, size_t needed)
{
    size_t left = reader->length - reader->at;
    if (left >= needed)
        return true;
    if (left > 0)
        memmove(reader->window.bytes, reader->window.bytes + reader->at, left);
    reader->length = reader->window.length = left;
    reader->at = 0;
    size_t wanted = needed > WINDOW_BYTES ? needed : WINDOW_BYTES;
    if (!buffer_reserve(&reader->window, wanted - left)) {
        errno = ENOMEM;
        return false;
    }
    reader->bytes = reader->window.bytes;
    while (reader->length < wanted && reader->place < reader->end) {
        size_t most = wanted - reader->length;
        if ((int64_t)most > reader->end - reader->place)
            most = (size_t)(reader->end - reader->place);
        ssize_t taken = pread(reader->descriptor, reader->window.bytes + reader->length, most, (off_t)reader->place);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken <= 0) {
            errno = taken == 0 ? EIO : errno;
            return false;
        }
        reader->length += (size_t)taken;
        reader->place += taken;
    }
    reader->window.length = reader->length;
    if (reader->length < needed) {
        errno = EIO;
        return false;
    }
    return true;
}

bool run_reader_step(struct run_reader *reader)
{
    struct run_record record;
    if (reader->at == reader->length && reader->place == reader->end) {
        reader->is_done = true;
        return true;
    }
    if (!fill(reader, sizeof record))
        return false;
    memcpy(&record, reader->bytes + reader->at, sizeof record);
    size_t total = sizeof record + record.length + record.gaps;
    if (!fill(reader, total))
        return false;
    const char *word = reader->bytes + reader->at + sizeof record;
    reader->word = (struct text_view){word, record.length};
    for (size_t i = 0; i < 2; i++)
        reader->beginning[i] = string_key(reader->word, i * sizeof reader->beginning[0]);
    reader->gaps = (struct text_view){word + record.length, record.gaps};
    reader->at += total;
    return true;
}

uint32_t run_reader_ranks(const struct run_reader *reader, uint16_t *ranks)
{
    const unsigned char *at = (const unsigned char *)reader->gaps.bytes, *end = at + reader->gaps.length;
    uint16_t *own = ranks;
    uint32_t next = 0;
    while (at < end) {
        uint32_t gap = *at++;
        for (unsigned shift = 7; at[-1] >= GOES_ON && at < end; shift += 7)
            gap += ((uint32_t)*at++ - 1) << shift; /* less the bit that told of it */
        next += gap;
        *own++ = (uint16_t)next++;
    }
    return (uint32_t)(own - ranks);
}
