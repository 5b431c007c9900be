#include "core/index_packing.h"

#include <errno.h>
#include <stdlib.h>

#include "core/index_merge.h"
#include "core/index_triples.h"
#include "core/thread.h"
#include "core/worker.h"

/* One is gathered while the other is packed. */
enum { SLOTS = 2 };

struct index_packing {
    const char *what;
    struct slot {
        struct index_run run;
        struct packed_strings lexicon;
        size_t word_count; /* of it */
        struct pair_tokens tokens;
        struct index_texts_left left; /* has both, when no other run has them */
        bool is_new, is_last;
        bool is_good; /* after it came back; else error tells */
        struct error error;
    } slots[SLOTS];
    struct worker *worker;
    struct slot *slot; /* that is gathered into */
    bool begins_anew;  /* with other numbers of words and tokens than the run before */
    /* Of the thread that packs: */
    struct run_block block; /* the run, packed */
    struct worker *beside;
    struct triples_slot {
        const struct slot *slot; /* whose run has the triples */
        bool is_good;            /* after it came back; else memory was out */
    } triples_slot;
    FILE *file;
    struct run_place *places;
    size_t place_count, place_capacity;
    bool failed;        /* one run could not be packed: the others are not */
    struct error error; /* then */
    /* Of the one beside: */
    struct index_triples triples;
    struct run_block triples_block; /* their run, packed */
};

/* --- The third thread ---------------------------------------------------------------------- */

/* Finds and packs the triples of a run while that is packed, too, which changes nothing that is read here. */
static void work_on_triples(void *context, void *item)
{
    thread_step_back();
    struct index_packing *packing = context;
    struct triples_slot *own = item;
    const struct slot *slot = own->slot;
    struct index_triples *triples = &packing->triples;
    if (slot->is_new || lexicon_is_full(&triples->lexicon))
        index_triples_clear(triples);
    own->is_good = index_triples_find(triples, &slot->tokens, &slot->run);
    const struct packed_strings words = lexicon_words(&triples->lexicon);
    own->is_good = own->is_good && index_run_pack(&triples->run, &words, &packing->triples_block);
}

/* --- The second thread --------------------------------------------------------------------- */

/* What a run was packed to: when others follow it goes into the file, of the last one it stays in memory. */
static bool keep_block(struct index_packing *packing, uint32_t chunk, const struct buffer *block, bool is_last)
{
    if (block->length == 0)
        return true;
    if (!array_reserve(&packing->places, packing->place_count, &packing->place_capacity, sizeof *packing->places))
        return error_set_memory(&packing->error, packing->what);
    struct run_place *place = &packing->places[packing->place_count++];
    *place = (struct run_place){.chunk = chunk, .end = (int64_t)block->length};
    if (is_last) {
        place->bytes = block->bytes;
        return true;
    }
    place->start = ftello(packing->file);
    place->end += place->start;
    return (fwrite(block->bytes, 1, block->length, packing->file) == block->length && fflush(packing->file) == 0) ||
           error_set_system(&packing->error, ERROR_SYSTEM, packing->what, NULL, errno);
}

/* The third thread, once there are runs. */
static bool begin_beside(struct index_packing *packing)
{
    if (!packing->beside)
        packing->beside = worker_new_of(&packing->triples_slot, 1, sizeof packing->triples_slot, WORKER_ANY_ORDER,
                                        work_on_triples, packing, 1);
    return packing->beside != NULL;
}

/* Once it is known how many recalls have each word, the run and its triples don't depend on each other. */
static bool pack(struct index_packing *packing, struct slot *slot)
{
    if (!begin_beside(packing) || !index_run_close(&slot->run, slot->word_count))
        return error_set_memory(&packing->error, packing->what);
    struct triples_slot *triples = worker_slot(packing->beside);
    triples->slot = slot;
    worker_put(packing->beside);
    bool good =
        index_run_pack(&slot->run, &slot->lexicon, &packing->block) || error_set_memory(&packing->error, packing->what);
    good = good && keep_block(packing, slot->run.chunk, &packing->block.bytes, slot->is_last);
    worker_take(packing->beside);
    worker_give_back(packing->beside);
    if (good && !triples->is_good)
        return error_set_memory(&packing->error, packing->what);
    return good && keep_block(packing, slot->run.chunk, &packing->triples_block.bytes, slot->is_last);
}

static void work(void *context, void *item)
{
    thread_step_back();
    struct index_packing *packing = context;
    struct slot *slot = item;
    packing->failed = packing->failed || !pack(packing, slot);
    index_texts_left_free(&slot->left);
    slot->is_good = !packing->failed;
    slot->error = packing->error;
}

/* --- The gathering one --------------------------------------------------------------------- */

bool index_packing_new(const char *what, struct index_packing **result, struct error *error)
{
    struct index_packing *packing = *result = calloc(1, sizeof *packing);
    if (!packing)
        return error_set_memory(error, what);
    packing->what = what;
    packing->file = index_open_nameless(what);
    if (!packing->file)
        return error_set_system(error, ERROR_SYSTEM, what, NULL, errno);
    packing->worker = worker_new(packing->slots, SLOTS, sizeof packing->slots[0], WORKER_IN_ORDER, work, packing);
    return packing->worker || error_set_memory(error, what);
}

static void free_runs(struct index_packing *packing)
{
    for (size_t i = 0; i < SLOTS; i++) {
        index_run_free(&packing->slots[i].run);
        index_texts_left_free(&packing->slots[i].left);
    }
    index_triples_free(&packing->triples);
}

void index_packing_free(struct index_packing *packing)
{
    if (!packing)
        return;
    worker_free(packing->worker);
    worker_free(packing->beside);
    if (packing->file)
        fclose(packing->file);
    free_runs(packing);
    free(packing->places);
    run_block_free(&packing->block);
    run_block_free(&packing->triples_block);
    free(packing);
}

void index_packing_wait(struct index_packing *packing)
{
    while (worker_take(packing->worker))
        worker_give_back(packing->worker);
}

struct index_run *index_packing_begin(struct index_packing *packing, uint32_t chunk, struct error *error)
{
    while (!(packing->slot = worker_slot(packing->worker))) {
        const struct slot *done = worker_take(packing->worker);
        if (!done->is_good) {
            *error = done->error;
            return NULL;
        }
        worker_give_back(packing->worker);
    }
    index_run_clear(&packing->slot->run, chunk);
    return &packing->slot->run;
}

void index_packing_put(struct index_packing *packing, struct index_texts *texts, bool begin_anew, bool is_last)
{
    packing->slot->lexicon = lexicon_words(&texts->lexicon);
    packing->slot->word_count = texts->lexicon.count;
    packing->slot->tokens = index_pairs_tokens(&texts->pairs);
    packing->slot->is_new = packing->begins_anew;
    packing->slot->is_last = is_last;
    packing->begins_anew = begin_anew;
    if (begin_anew)
        index_texts_leave(texts, &packing->slot->left);
    worker_put(packing->worker);
}

bool index_packing_finish(struct index_packing *packing, struct packed_runs *runs, struct error *error)
{
    index_packing_wait(packing);
    free_runs(packing);
    *runs = (struct packed_runs){packing->file, packing->places, packing->place_count};
    if (packing->failed)
        *error = packing->error;
    return !packing->failed;
}
