#include "core/index_merge_runs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/worker.h"

enum { PORTIONS = 4, PORTION_BYTES = 128 * 1024 };

struct merged_runs {
    /* Of the thread that merges: */
    struct run_reader *readers;
    size_t count;
    size_t *tree; /* numbers of readers: the one with the smallest word, then who lost in each match, see play() */
    int failed;   /* as a portion's: none follows it */
    /* Of both: */
    struct portion {
        struct buffer bytes; /* heads, each with its word and ranks behind it; none: the end */
        int failed;          /* 0, or the errno of what failed */
    } portions[PORTIONS];
    struct worker *worker;
    /* Of the one that takes them: */
    struct portion *portion; /* at hand; NULL: none */
    size_t at;               /* what is behind the word at hand */
    struct merged_word word;
};

/* What stands before a word, and ranks behind it. */
struct head {
    uint32_t chunk, count;
    uint16_t length;
    uint16_t padding; /* bytes behind the word, so that ranks are aligned */
};

/* --- The thread that merges ---------------------------------------------------------------- */

/* What of its word the reader's beginning does not tell: the rest of it, or as many zero bytes as it ends with. */
static struct text_view behind_beginning(const struct run_reader *reader)
{
    size_t told = sizeof reader->beginning;
    return reader->word.length > told ? (struct text_view){reader->word.bytes + told, reader->word.length - told}
                                      : (struct text_view){0};
}

/* Whether the word of the left one is smaller; of the same word the earlier run has the smaller ranks. */
static bool comes_before(const struct merged_runs *runs, size_t left, size_t right)
{
    const struct run_reader *a = &runs->readers[left], *b = &runs->readers[right];
    if (a->is_done || b->is_done)
        return !a->is_done;
    for (size_t i = 0; i < 2; i++)
        if (a->beginning[i] != b->beginning[i])
            return a->beginning[i] < b->beginning[i];
    int order = text_view_compare(behind_beginning(a), behind_beginning(b));
    return order ? order < 0 : left < right;
}

/*
 * Readers play against each other in pairs, winners against winners, and tree[0] wins the last match. Match k is
 * between the winners of 2k and 2k + 1; those above the count of readers are the readers themselves. tree[k] is who
 * lost: only the matches of a reader that has another word are played again.
 */
static size_t play(struct merged_runs *runs, size_t match)
{
    size_t count = runs->count;
    if (match >= count)
        return match - count;
    size_t left = play(runs, 2 * match), right = play(runs, 2 * match + 1);
    bool left_wins = comes_before(runs, left, right);
    runs->tree[match] = left_wins ? right : left;
    return left_wins ? left : right;
}

static void play_again(struct merged_runs *runs, size_t winner)
{
    for (size_t match = (winner + runs->count) / 2; match > 0; match /= 2) {
        size_t other = runs->tree[match];
        if (!comes_before(runs, other, winner))
            continue;
        runs->tree[match] = winner;
        winner = other;
    }
    runs->tree[0] = winner;
}

static void append_word(struct buffer *bytes, const struct run_reader *reader)
{
    struct head head = {.chunk = reader->chunk, .length = (uint16_t)reader->word.length};
    head.padding = head.length % 2;
    size_t before = sizeof head + head.length + head.padding;
    if (!buffer_reserve(bytes, before + reader->gaps.length * sizeof(uint16_t)))
        return;
    char *at = bytes->bytes + bytes->length;
    head.count = run_reader_ranks(reader, (uint16_t *)(void *)(at + before));
    memcpy(at, &head, sizeof head);
    memcpy(at + sizeof head, reader->word.bytes, head.length);
    bytes->length += before + head.count * sizeof(uint16_t);
}

/* Fills a portion with what is next. */
static void merge(void *context, void *slot)
{
    struct merged_runs *runs = context;
    struct portion *portion = slot;
    struct run_reader *first;
    buffer_clear(&portion->bytes);
    portion->failed = runs->failed;
    if (runs->failed)
        return;
    while (portion->bytes.length < PORTION_BYTES && !(first = &runs->readers[runs->tree[0]])->is_done) {
        append_word(&portion->bytes, first);
        if (portion->bytes.failed || !run_reader_step(first)) {
            portion->failed = runs->failed = portion->bytes.failed ? ENOMEM : errno;
            return;
        }
        play_again(runs, runs->tree[0]);
    }
}

/* --- The one that takes -------------------------------------------------------------------- */

static bool open_runs(struct merged_runs *runs, int descriptor, const struct run_place *places, size_t count)
{
    runs->count = count;
    runs->readers = calloc(count + 1, sizeof *runs->readers);
    runs->tree = calloc(count + 1, sizeof *runs->tree);
    for (size_t i = 0; runs->readers && runs->tree && i < count; i++) {
        run_reader_open(&runs->readers[i], descriptor, &places[i]);
        if (!run_reader_step(&runs->readers[i]))
            return false;
    }
    if (!runs->readers || !runs->tree)
        return false;
    if (count == 0)
        runs->readers[0].is_done = true;
    else
        runs->tree[0] = play(runs, 1);
    return true;
}

/* Asks for as many portions as there is room for. */
static void ask(struct merged_runs *runs)
{
    while (worker_slot(runs->worker))
        worker_put(runs->worker);
}

struct merged_runs *merged_runs_new(int descriptor, const struct run_place *places, size_t count)
{
    struct merged_runs *runs = calloc(1, sizeof *runs);
    bool good = runs && open_runs(runs, descriptor, places, count) &&
                (runs->worker = worker_new_of(runs->portions, PORTIONS, sizeof runs->portions[0], WORKER_IN_ORDER,
                                              merge, runs, 1));
    if (!good) {
        int failed = errno;
        merged_runs_free(runs);
        errno = failed;
        return NULL;
    }
    ask(runs);
    return runs;
}

void merged_runs_free(struct merged_runs *runs)
{
    if (!runs)
        return;
    worker_free(runs->worker);
    for (size_t i = 0; runs->readers && i < runs->count; i++)
        run_reader_close(&runs->readers[i]);
    for (size_t i = 0; i < PORTIONS; i++)
        buffer_free(&runs->portions[i].bytes);
    free(runs->readers);
    free(runs->tree);
    free(runs);
}

static bool next_portion(struct merged_runs *runs)
{
    if (runs->portion)
        worker_give_back(runs->worker);
    ask(runs);
    runs->portion = worker_take(runs->worker);
    runs->at = 0;
    errno = runs->portion->failed;
    return runs->portion->failed == 0;
}

bool merged_runs_step(struct merged_runs *runs, const struct merged_word **word)
{
    struct head head;
    *word = NULL;
    if ((!runs->portion || runs->at == runs->portion->bytes.length) && !next_portion(runs))
        return false;
    if (runs->portion->bytes.length == 0)
        return true;
    const char *bytes = runs->portion->bytes.bytes + runs->at;
    memcpy(&head, bytes, sizeof head);
    bytes += sizeof head;
    runs->word = (struct merged_word){.word = {bytes, head.length}, .chunk = head.chunk, .count = head.count};
    bytes += head.length + head.padding;
    runs->word.ranks = (const uint16_t *)(const void *)bytes;
    runs->at = (size_t)(bytes - runs->portion->bytes.bytes) + head.count * sizeof *runs->word.ranks;
    *word = &runs->word;
    return true;
}
