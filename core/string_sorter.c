#include "core/string_sorter.h"

#include <stdlib.h>
#include <string.h>

#include "core/sort_strings.h"
#include "core/spool.h"

enum {
    STRINGS_MOST = 1 << 14, /* sorted at a time, and their bytes */
    BYTES_MOST = 1024 * 1024,
    BLOCK_BYTES = 64 * 1024, /* of what is sorted, taken up at once */
};

/* What stands before each string that was sorted. */
struct head {
    uint32_t number, length;
};

/* Strings that were sorted, in blocks of the file one behind the other; the last ones are but one block in memory. */
struct run {
    size_t next, end; /* blocks to be taken up, of the sorter's */
    struct buffer block;
    size_t at; /* what is behind the string at hand */
    struct text_view string;
    uint64_t beginning; /* of it, as a number in the same order */
    uint32_t number;
    bool is_again; /* the string is the same as the one before */
    bool is_done;
};

struct string_sorter {
    const char *path, *suffix;
    uint32_t count;      /* that came */
    struct buffer bytes; /* of those that are not yet sorted */
    uint32_t *starts;    /* where each begins, and the next one will */
    size_t gathered, start_capacity;
    struct spool *spool;
    struct spool_place *blocks;
    size_t block_count, block_capacity;
    struct run *runs;
    size_t run_count, run_capacity;
    struct run *given; /* whose string was given out last */
};

bool string_sorter_new(const char *path, const char *suffix, struct string_sorter **result, struct error *error)
{
    struct string_sorter *sorter = *result = calloc(1, sizeof *sorter);
    if (!sorter)
        return error_set_memory(error, path);
    *sorter = (struct string_sorter){.path = path, .suffix = suffix};
    return true;
}

void string_sorter_free(struct string_sorter *sorter)
{
    if (!sorter)
        return;
    for (size_t i = 0; i < sorter->run_count; i++)
        buffer_free(&sorter->runs[i].block);
    buffer_free(&sorter->bytes);
    free(sorter->starts);
    spool_close(sorter->spool);
    free(sorter->blocks);
    free(sorter->runs);
    free(sorter);
}

/* --- Sorting ------------------------------------------------------------------------------- */

static bool put_block(struct string_sorter *sorter, struct buffer *block, struct error *error)
{
    const struct text_view bytes = buffer_view(block);
    if (!sorter->spool && !spool_open(sorter->path, sorter->suffix, &sorter->spool, error))
        return false;
    if (!array_reserve(&sorter->blocks, sorter->block_count, &sorter->block_capacity, sizeof *sorter->blocks))
        return error_set_memory(error, sorter->path);
    bool good = spool_put(sorter->spool, &bytes, 1, &sorter->blocks[sorter->block_count++], error);
    buffer_clear(block);
    return good;
}

/* Puts the strings down in that order: into the file, the last run into its block. */
static bool put_sorted(struct string_sorter *sorter, struct run *run, const uint32_t *order, bool is_last,
                       struct error *error)
{
    const struct packed_strings strings = {sorter->bytes.bytes, sorter->starts};
    uint32_t before = sorter->count - (uint32_t)sorter->gathered;
    run->next = sorter->block_count;
    for (size_t i = 0; i < sorter->gathered; i++) {
        struct text_view string = packed_string(&strings, order[i]);
        const struct head head = {before + order[i], (uint32_t)string.length};
        buffer_append(&run->block, &head, sizeof head);
        buffer_append_view(&run->block, string);
        if (run->block.failed)
            return error_set_memory(error, sorter->path);
        bool is_full = run->block.length >= BLOCK_BYTES || i + 1 == sorter->gathered;
        if (!is_last && is_full && !put_block(sorter, &run->block, error))
            return false;
    }
    run->end = sorter->block_count;
    return true;
}

static bool sort_run(struct string_sorter *sorter, bool is_last, struct error *error)
{
    const struct packed_strings strings = {sorter->bytes.bytes, sorter->starts};
    if (!array_reserve(&sorter->runs, sorter->run_count, &sorter->run_capacity, sizeof *sorter->runs))
        return error_set_memory(error, sorter->path);
    struct run *run = &sorter->runs[sorter->run_count++];
    *run = (struct run){0};
    struct buffer scratch = {0};
    uint32_t *order = malloc((sorter->gathered + 1) * sizeof *order);
    for (uint32_t i = 0; order && i < sorter->gathered; i++)
        order[i] = i;
    bool good = order && sort_strings(&strings, order, sorter->gathered, &scratch);
    buffer_free(&scratch);
    good = good ? put_sorted(sorter, run, order, is_last, error) : error_set_memory(error, sorter->path);
    free(order);
    buffer_clear(&sorter->bytes);
    sorter->gathered = 0;
    return good;
}

bool string_sorter_put(struct string_sorter *sorter, struct text_view string, struct error *error)
{
    bool is_full = sorter->gathered == STRINGS_MOST || sorter->bytes.length >= BYTES_MOST;
    if (is_full && !sort_run(sorter, false, error))
        return false;
    if (!array_reserve(&sorter->starts, sorter->gathered + 1, &sorter->start_capacity, sizeof *sorter->starts))
        return error_set_memory(error, sorter->path);
    buffer_append_view(&sorter->bytes, string);
    sorter->starts[0] = 0;
    sorter->starts[++sorter->gathered] = (uint32_t)sorter->bytes.length;
    sorter->count++;
    return !sorter->bytes.failed || error_set_memory(error, sorter->path);
}

/* --- Merging ------------------------------------------------------------------------------- */

/* Goes to the run's next string, if it has one. */
static bool advance(struct string_sorter *sorter, struct run *run, struct error *error)
{
    struct head head;
    struct text_view before = run->string;
    run->is_again = run->at < run->block.length;
    if (run->at == run->block.length) {
        run->is_done = run->next == run->end;
        if (run->is_done)
            return true;
        if (!spool_take(sorter->spool, sorter->blocks[run->next++], &run->block, error))
            return false;
        run->at = 0;
    }
    memcpy(&head, run->block.bytes + run->at, sizeof head);
    run->string = (struct text_view){run->block.bytes + run->at + sizeof head, head.length};
    run->beginning = string_key(run->string, 0);
    run->number = head.number;
    run->is_again = run->is_again && text_view_equal(run->string, before);
    run->at += sizeof head + head.length;
    return true;
}

bool string_sorter_sort(struct string_sorter *sorter, struct error *error)
{
    if (sorter->gathered > 0 && !sort_run(sorter, true, error))
        return false;
    buffer_free(&sorter->bytes);
    free(sorter->starts);
    sorter->starts = NULL;
    sorter->start_capacity = 0;
    for (size_t i = 0; i < sorter->run_count; i++)
        if (!advance(sorter, &sorter->runs[i], error))
            return false;
    return true;
}

static bool comes_before(const struct run *a, const struct run *b)
{
    return a->beginning != b->beginning ? a->beginning < b->beginning : text_view_compare(a->string, b->string) < 0;
}

/* Runs are few: looking at each is as quick as anything. Of those that are equal the first. */
static struct run *find_smallest(const struct string_sorter *sorter)
{
    struct run *smallest = NULL;
    for (size_t i = 0; i < sorter->run_count; i++) {
        struct run *run = &sorter->runs[i];
        if (!run->is_done && (!smallest || comes_before(run, smallest)))
            smallest = run;
    }
    return smallest;
}

bool string_sorter_next(struct string_sorter *sorter, uint32_t *number, bool *any, struct error *error)
{
    if (sorter->given && !advance(sorter, sorter->given, error))
        return false;
    if (!sorter->given || sorter->given->is_done || !sorter->given->is_again)
        sorter->given = find_smallest(sorter);
    *any = sorter->given != NULL;
    if (sorter->given)
        *number = sorter->given->number;
    return true;
}
