#include <stdlib.h>
#include <string.h>

#include "core/matcher_run_internal.h"

/* A sentence is remembered for so many words: it takes half as much memory as they. */
enum { WORDS_PER_SENTENCE = 8 };

struct matcher_run *matcher_run_new(const struct matcher *matcher, size_t words_most)
{
    struct matcher_run *run = calloc(1, sizeof *run);
    if (!run)
        return NULL;
    *run = (struct matcher_run){.matcher = matcher,
                                .memo = {.most = words_most < MEMO_WORDS ? words_most : MEMO_WORDS},
                                .sentences = {.most = (words_most + WORDS_PER_SENTENCE - 1) / WORDS_PER_SENTENCE}};
    run->blank = matcher_next(matcher, 0, matcher->classes[' ']) & ~FLAGS;
    if (gaps_new(&run->gaps, matcher))
        return run;
    matcher_run_free(run);
    return NULL;
}

void matcher_run_free(struct matcher_run *run)
{
    if (!run)
        return;
    memo_free(&run->memo);
    sentences_free(&run->sentences);
    free(run->matches.items);
    free(run->phrases.items);
    gaps_free(&run->gaps);
    free(run);
}

/* --- Sentence by sentence ------------------------------------------------------------------ */

/* Behind the blank that follows the next stop, or the end of the text. */
static size_t find_sentence_end(struct text_view text, size_t at)
{
    const char *end = text.bytes + text.length, *stop = text.bytes + at;
    while ((stop = memchr(stop, '.', (size_t)(end - stop))) != NULL && ++stop < end)
        if (*stop == ' ')
            return (size_t)(stop + 1 - text.bytes);
    return text.length;
}

static void put_all(struct matcher_run *run, struct found *found, const struct match *matches, size_t count)
{
    const uint32_t begin = (uint32_t)run->begin;
    run->failed =
        run->failed || !array_reserve_many(&found->items, found->count, count, &found->capacity, sizeof *found->items);
    if (run->failed)
        return;
    struct match *to = found->items + found->count;
    for (size_t i = 0; i < count; i++)
        to[i] = (struct match){matches[i].cue, matches[i].start + begin, matches[i].end + begin, matches[i].letters};
    found->count += count;
}

/* Reads a sentence that was met before, and makes it known if it decides alone what is found in it. */
static void learn_sentence(struct matcher_run *run, const struct sentence_view *sentence, uint32_t *state)
{
    size_t matches = run->matches.count, phrases = run->phrases.count;
    run->asks_beyond = false;
    matcher_read_words(run, state);
    if (run->failed || run->gaps.failed || run->asks_beyond || gaps_has_any(&run->gaps))
        return;
    const struct sentence_found found = {.matches = run->matches.items + matches,
                                         .match_count = run->matches.count - matches,
                                         .phrases = run->phrases.items + phrases,
                                         .phrase_count = run->phrases.count - phrases,
                                         .at = run->begin,
                                         .next = *state};
    sentences_keep(&run->sentences, sentence, &found);
}

/* So many sentences are cut before the first of them is read: by then memory has what is known of them at hand. */
enum { SENTENCES_AHEAD = 32 };

/* Cuts the text's sentences from the place on; returns how many. */
static size_t cut_sentences(struct matcher_run *run, size_t begin, struct sentence_view *cuts)
{
    struct text_view text = run->text;
    size_t count = 0;
    for (size_t end; begin < text.length && count < SENTENCES_AHEAD; begin = end) {
        end = find_sentence_end(text, begin);
        cuts[count] = (struct sentence_view){text.bytes + begin, run->joints + begin, end - begin, 0};
        if (begin > 0 && sentences_may_keep(&run->sentences, &cuts[count]))
            sentences_announce(&run->sentences, &cuts[count]);
        count++;
    }
    return count;
}

/* What stands before a sentence has no say in it when nothing but the blank does. */
static void read_sentence(struct matcher_run *run, const struct sentence_view *sentence, uint32_t *state)
{
    run->begin = (size_t)(sentence->bytes - run->text.bytes);
    run->end = run->begin + sentence->length;
    if (run->begin == 0 || !sentences_may_keep(&run->sentences, sentence) || *state != run->blank ||
        gaps_has_any(&run->gaps)) {
        matcher_read_words(run, state);
        return;
    }
    const struct known_sentence *known = sentences_find(&run->sentences, sentence);
    if (known) {
        put_all(run, &run->matches, known->matches, known->match_count);
        put_all(run, &run->phrases, known->matches + known->match_count, known->phrase_count);
        *state = known->next;
    } else if (sentences_meet(&run->sentences, sentence)) {
        learn_sentence(run, sentence, state);
    } else {
        matcher_read_words(run, state);
    }
}

/* Reads on from behind the sentence read last. */
static void read_sentences(struct matcher_run *run, uint32_t *state)
{
    struct sentence_view cuts[SENTENCES_AHEAD];
    size_t count = cut_sentences(run, run->end, cuts);
    for (size_t i = 0; i < count && !run->failed; i++) {
        if (i + 1 < count)
            sentences_expect(&run->sentences, &cuts[i + 1]);
        read_sentence(run, &cuts[i], state);
    }
}

bool matcher_run_text(struct matcher_run *run, const struct folded *folded, struct match **matches, size_t *count)
{
    uint32_t state = 0;
    run->text = buffer_view(&folded->text);
    run->joints = folded->joints;
    run->matches.count = run->phrases.count = 0;
    run->failed = run->gaps.failed = false;
    gaps_clear(&run->gaps);
    for (run->end = 0; run->end < run->text.length && !run->failed;)
        read_sentences(run, &state);
    *matches = run->matches.items;
    *count = run->matches.count;
    return !run->failed && !run->gaps.failed;
}

const struct match *matcher_run_phrases(const struct matcher_run *run, size_t *count)
{
    *count = run->phrases.count;
    return run->phrases.items;
}
