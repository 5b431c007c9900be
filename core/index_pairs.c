#include "core/index_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/index_run.h"

enum { FORMS = 3, FIRST_SLOTS = 1 << 12 };
/* Room for tokens that is taken at once: it costs nothing until it is used, and more are rare. */
enum { TOKENS_MOSTLY = 1 << 18, TOKEN_BYTES_MOSTLY = 1 << 22 };

/* The order of the forms in a pair's bytes. */
static const enum fold_form written[FORMS] = {FOLD_LOOSE, FOLD_STRICT, FOLD_BASE};

void index_pairs_free(struct index_pairs *pairs)
{
    buffer_free(&pairs->bytes);
    buffer_free(&pairs->scratch);
    free(pairs->tokens);
    free(pairs->token_slots);
    free(pairs->pairs);
    free(pairs->sequence.items);
    *pairs = (struct index_pairs){0};
}

static void clear(struct index_pairs *pairs)
{
    buffer_clear(&pairs->bytes);
    pairs->token_count = pairs->pair_count = 0;
    if (pairs->token_slots)
        memset(pairs->token_slots, 0, pairs->token_slot_count * sizeof *pairs->token_slots);
    if (pairs->pairs)
        memset(pairs->pairs, 0, pairs->pair_slot_count * sizeof *pairs->pairs);
}

void index_pairs_leave(struct index_pairs *pairs, struct index_pairs *left)
{
    *left = (struct index_pairs){.bytes = pairs->bytes, .tokens = pairs->tokens};
    pairs->bytes = (struct buffer){0};
    pairs->tokens = NULL;
    pairs->token_capacity = 0;
    clear(pairs);
}

size_t index_pair_cut(struct text_view word)
{
    size_t length = 0;
    while (length < word.length && !(word.bytes[length] >= '0' && word.bytes[length] <= '9'))
        length++;
    return length;
}

/* --- Tokens -------------------------------------------------------------------------------- */

struct pair_tokens index_pairs_tokens(const struct index_pairs *pairs)
{
    return (struct pair_tokens){pairs->bytes.bytes, pairs->tokens};
}

static struct text_view token_form(const struct pair_tokens *tokens, uint32_t token, size_t place)
{
    const struct pair_token *own = &tokens->items[token];
    size_t start = own->start;
    for (size_t i = 0; i < place && !own->has_one_form; i++)
        start += own->lengths[written[i]];
    return (struct text_view){tokens->bytes + start, own->lengths[written[place]]};
}

static bool grow_tokens(struct index_pairs *pairs)
{
    size_t count = pairs->token_slot_count ? pairs->token_slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 1; i < pairs->token_count; i++) {
        size_t slot = pairs->tokens[i].hash & (count - 1);
        while (slots[slot])
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i;
    }
    free(pairs->token_slots);
    pairs->token_slots = slots;
    pairs->token_slot_count = count;
    return true;
}

/* Forms that are the same are mostly the same bytes. */
static bool are_one_form(const struct text_view forms[FORMS])
{
    for (size_t i = 1; i < FORMS; i++)
        if (forms[i].bytes != forms[0].bytes && !text_view_equal(forms[i], forms[0]))
            return false;
    return true;
}

/* Of so many forms that are to be told apart. */
static bool token_is(const struct index_pairs *pairs, uint32_t token, const struct text_view forms[FORMS], size_t count)
{
    const struct pair_tokens tokens = index_pairs_tokens(pairs);
    if (pairs->tokens[token].has_one_form != (count == 1))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!text_view_equal(token_form(&tokens, token, i), forms[written[i]]))
            return false;
    return true;
}

/* Room for one token more, of so many bytes. */
static bool reserve(struct index_pairs *pairs, size_t bytes)
{
    if (pairs->token_count < pairs->token_capacity && pairs->bytes.capacity - pairs->bytes.length > bytes)
        return true;
    if (!pairs->tokens)
        return array_reserve_many(&pairs->tokens, 0, TOKENS_MOSTLY, &pairs->token_capacity, sizeof *pairs->tokens) &&
               buffer_reserve(&pairs->bytes, TOKEN_BYTES_MOSTLY);
    index_readers_wait(&pairs->readers);
    return array_reserve(&pairs->tokens, pairs->token_count, &pairs->token_capacity, sizeof *pairs->tokens) &&
           buffer_reserve(&pairs->bytes, bytes);
}

/* The token of a word, its forms already cut, with what follows its first joint; made when it is new. */
static bool find_token(struct index_pairs *pairs, const struct text_view forms[FORMS], uint32_t rest, uint32_t *token)
{
    size_t count = are_one_form(forms) ? 1 : FORMS, bytes = 0;
    uint32_t hash = rest;
    if (pairs->token_count == 0)
        pairs->token_count = 1;
    if (pairs->token_count * 2 >= pairs->token_slot_count && !grow_tokens(pairs))
        return false;
    for (size_t i = 0; i < count; i++)
        hash = hash * 31 + (uint32_t)hash_quick(forms[written[i]].bytes, forms[written[i]].length);
    size_t slot = hash & (pairs->token_slot_count - 1);
    for (; pairs->token_slots[slot]; slot = (slot + 1) & (pairs->token_slot_count - 1)) {
        *token = pairs->token_slots[slot];
        if (pairs->tokens[*token].hash == hash && pairs->tokens[*token].rest == rest &&
            token_is(pairs, *token, forms, count))
            return true;
    }
    for (size_t i = 0; i < count; i++)
        bytes += forms[written[i]].length;
    if (!reserve(pairs, bytes))
        return false;
    struct pair_token *own = &pairs->tokens[pairs->token_count];
    *own = (struct pair_token){
        .start = (uint32_t)pairs->bytes.length, .has_one_form = count == 1, .hash = hash, .rest = rest};
    own->kin = (uint32_t)hash_quick(forms[FOLD_LOOSE].bytes, forms[FOLD_LOOSE].length);
    for (size_t i = 0; i < FORMS; i++)
        own->lengths[i] = (uint8_t)forms[i].length;
    for (size_t i = 0; i < count; i++)
        buffer_append_view(&pairs->bytes, forms[written[i]]);
    *token = pairs->token_slots[slot] = (uint32_t)pairs->token_count++;
    if (!rest)
        own->same = *token;
    return !pairs->bytes.failed;
}

/* Finds out which token has the same forms and no rest. */
static bool find_same(struct index_pairs *pairs, const struct text_view forms[FORMS], uint32_t token)
{
    uint32_t same = 0;
    if (!pairs->tokens[token].same && !find_token(pairs, forms, 0, &same))
        return false;
    if (same)
        pairs->tokens[token].same = same;
    return true;
}

/* A word, or what of it begins at one of its joints, up to the first digit. */
static bool cut_token(struct index_pairs *pairs, const struct index_forms *word, const size_t from[FORMS],
                      uint32_t rest, uint32_t *token)
{
    char bytes[FORMS][PAIR_WORD_BYTES + 2];
    struct text_view forms[FORMS];
    for (size_t i = 0; i < FORMS; i++) {
        if (i > 0 && word->word[i].bytes == word->word[0].bytes) {
            forms[i] = forms[0]; /* a plain word has but one form */
            continue;
        }
        struct text_view whole = {word->word[i].bytes + from[i], word->word[i].length - from[i]};
        size_t length = index_pair_cut(whole);
        memcpy(bytes[i], whole.bytes, length);
        if (length < whole.length)
            bytes[i][length++] = INDEX_PAIR_CUT;
        forms[i] = (struct text_view){bytes[i], length};
    }
    return find_token(pairs, forms, rest, token) && find_same(pairs, forms, *token);
}

/*
 * A word with its tokens, the whole one first. 0: it makes none, as it is too long or in too many parts, or as an ü
 * behind a vowel keeps its loose form from following from the strict one.
 */
static bool word_token(struct index_pairs *pairs, const struct index_folding *folding, const struct index_forms *word,
                       struct folded *again, uint32_t *token)
{
    size_t joints[FORMS][PAIR_PARTS_MOST + 1] = {{0}}, count = 2;
    *token = 0;
    for (size_t i = 0; i < FORMS; i++)
        if (word->word[i].length > PAIR_WORD_BYTES)
            return true;
    if (!folding->is_plain) {
        for (size_t i = 0; i < FORMS; i++)
            count = index_find_joints(index_folding_form(folding, i), word->word[i], joints[i], PAIR_PARTS_MOST + 1);
        if (count > PAIR_PARTS_MOST + 1)
            return true;
        if (!text_view_equal(word->word[FOLD_STRICT], word->word[FOLD_BASE])) {
            if (!text_fold(word->word[FOLD_STRICT], FOLD_LOOSE, again))
                return false;
            if (!text_view_equal(buffer_view(&again->text), word->word[FOLD_LOOSE]))
                return true;
        }
    }
    uint32_t rest = 0;
    for (size_t part = count - 1; part-- > 0;) {
        size_t from[FORMS] = {joints[0][part], joints[1][part], joints[2][part]};
        if (!cut_token(pairs, word, from, rest, token))
            return false;
        rest = *token;
    }
    return true;
}

/* --- Pairs --------------------------------------------------------------------------------- */

static size_t pair_hash(uint32_t left, uint32_t right)
{
    return (size_t)(((uint64_t)left << 32 | right) * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static bool grow_pairs(struct index_pairs *pairs)
{
    size_t count = pairs->pair_slot_count ? pairs->pair_slot_count * 2 : FIRST_SLOTS;
    struct pair_slot *slots = calloc(count, sizeof *slots), *old = pairs->pairs;
    if (!slots)
        return false;
    for (size_t i = 0; i < pairs->pair_slot_count; i++) {
        if (!old[i].left)
            continue;
        size_t slot = pair_hash(old[i].left, old[i].right) & (count - 1);
        while (slots[slot].left)
            slot = (slot + 1) & (count - 1);
        slots[slot] = old[i];
    }
    free(old);
    pairs->pairs = slots;
    pairs->pair_slot_count = count;
    return true;
}

/* The words in so many of their forms. */
static bool spell(const struct pair_tokens *tokens, const uint32_t *words, size_t count, size_t forms,
                  struct buffer *spelt)
{
    enum { FORM_BYTES = PAIR_WORD_BYTES + 2 }; /* at most, with what stands before it */
    buffer_clear(spelt);
    if (!buffer_reserve(spelt, count * forms * FORM_BYTES))
        return false;
    char *at = spelt->bytes;
    for (size_t place = 0; place < forms; place++) {
        for (size_t i = 0; i < count; i++) {
            struct text_view form = token_form(tokens, words[i], place);
            if (at > spelt->bytes)
                *at++ = i == 0 ? INDEX_PAIR_FORM : ' ';
            memcpy(at, form.bytes, form.length);
            at += form.length;
        }
    }
    spelt->length = (size_t)(at - spelt->bytes);
    return true;
}

bool index_pairs_spell(const struct pair_tokens *tokens, const uint32_t *words, size_t count, struct buffer *spelt)
{
    size_t forms = 1;
    for (size_t i = 0; i < count; i++)
        if (!tokens->items[words[i]].has_one_form)
            forms = FORMS;
    return spell(tokens, words, count, forms, spelt);
}

bool index_pairs_spell_loose(const struct pair_tokens *tokens, const uint32_t *words, size_t count,
                             struct buffer *spelt)
{
    return spell(tokens, words, count, 1, spelt);
}

/* The number of a pair of tokens without rests in the lexicon: each such pair is another word. */
static bool find_pair(struct index_pairs *pairs, struct index_lexicon *lexicon, uint32_t left, uint32_t right,
                      uint32_t *number)
{
    const struct pair_tokens tokens = index_pairs_tokens(pairs);
    if (pairs->pair_count * 3 >= pairs->pair_slot_count * 2 && !grow_pairs(pairs))
        return false;
    size_t slot = pair_hash(left, right) & (pairs->pair_slot_count - 1);
    for (; pairs->pairs[slot].left; slot = (slot + 1) & (pairs->pair_slot_count - 1)) {
        if (pairs->pairs[slot].left == left && pairs->pairs[slot].right == right) {
            *number = pairs->pairs[slot].number;
            return true;
        }
    }
    if (!index_pairs_spell(&tokens, (const uint32_t[2]){left, right}, 2, &pairs->scratch) ||
        !lexicon_append(lexicon, INDEX_PAIR, buffer_view(&pairs->scratch), number))
        return false;
    pairs->pairs[slot] = (struct pair_slot){left, right, *number};
    pairs->pair_count++;
    return true;
}

void index_pairs_expect(const struct index_pairs *pairs, const struct pair_edges *piece)
{
    __builtin_prefetch(&pairs->tokens[piece->tail]);
    if (piece->head != piece->tail)
        __builtin_prefetch(&pairs->tokens[piece->head]);
}

void index_pairs_expect_pair(const struct index_pairs *pairs, const struct pair_edges *piece,
                             const struct pair_edges *next)
{
    if (!piece->tail || !next->head || pairs->pair_slot_count == 0)
        return;
    const struct pair_token *left = &pairs->tokens[piece->tail], *right = &pairs->tokens[next->head];
    if (left->next != next->head)
        __builtin_prefetch(&pairs->pairs[pair_hash(left->same, right->same) & (pairs->pair_slot_count - 1)]);
}

static bool pair_number(struct index_pairs *pairs, struct index_lexicon *lexicon, uint32_t left, uint32_t right,
                        uint32_t *number)
{
    struct pair_token *own = &pairs->tokens[left];
    if (own->next != right) {
        if (!find_pair(pairs, lexicon, own->same, pairs->tokens[right].same, &own->pair))
            return false;
        own->next = right;
    }
    *number = own->pair;
    return true;
}

/* The pairs that a tail makes with the head behind it. */
static bool add_pairs(struct index_pairs *pairs, struct index_lexicon *lexicon, uint32_t tail, uint32_t head,
                      struct index_numbers *sequence)
{
    uint32_t number;
    for (; head && tail; tail = pairs->tokens[tail].rest)
        if (!pair_number(pairs, lexicon, tail, head, &number) || !index_numbers_add_one(sequence, number))
            return false;
    return true;
}

bool index_pairs_join(struct index_pairs *pairs, struct index_lexicon *lexicon, struct pair_edges *whole,
                      const struct pair_edges *next, struct index_numbers *sequence)
{
    uint32_t tail = whole->tail;
    if (next->is_blank)
        return true;
    if (whole->is_blank)
        whole->head = next->head;
    whole->tail = next->tail;
    whole->is_blank = false;
    return add_pairs(pairs, lexicon, tail, next->head, sequence);
}

bool index_pairs_learn(struct index_pairs *pairs, struct index_lexicon *lexicon, const struct index_folding *folding,
                       struct pair_edges *edges, struct index_numbers *numbers)
{
    struct index_forms word;
    struct folded again = {0};
    size_t at[FORMS] = {0};
    uint32_t token, odd;
    bool good = true;
    *edges = (struct pair_edges){.is_blank = true};
    pairs->sequence.count = 0;
    while (good && index_next_word(folding, at, &word)) {
        good = word_token(pairs, folding, &word, &again, &token);
        if (good && !token)
            good = lexicon_number(lexicon, INDEX_PAIR, TEXT_VIEW(INDEX_PAIR_ODD), &odd) &&
                   index_numbers_add_one(numbers, odd);
        const struct pair_edges own = {token, token, false};
        good = good && index_pairs_join(pairs, lexicon, edges, &own, &pairs->sequence) &&
               index_numbers_add_one(&pairs->sequence, token | RUN_TOKEN);
    }
    folded_free(&again);
    return good;
}
