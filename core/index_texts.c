#include "core/index_texts.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

enum {
    SENTENCE_LEAST = 16,
    SENTENCE_MOST = 400, /* longer ones are not remembered */
    PIECES_MOST = 6000000,
    SENTENCES_MOST = 8000000, /* bytes of what is remembered */
};

void index_texts_free(struct index_texts *texts)
{
    lexicon_free(&texts->lexicon);
    known_free(&texts->pieces[0]);
    known_free(&texts->pieces[1]);
    known_free(&texts->sentences);
    index_folding_free(&texts->folding);
    index_pairs_free(&texts->pairs);
    free(texts->sequence.items);
    free(texts->between.items);
    free(texts->own.items);
    free(texts->found.items);
    buffer_free(&texts->number_text);
    buffer_free(&texts->digits);
    *texts = (struct index_texts){0};
}

bool index_texts_are_full(const struct index_texts *texts)
{
    return lexicon_is_full(&texts->lexicon);
}

void index_texts_left_free(struct index_texts_left *left)
{
    lexicon_free(&left->lexicon);
    index_pairs_free(&left->pairs);
}

void index_texts_leave(struct index_texts *texts, struct index_texts_left *left)
{
    lexicon_leave(&texts->lexicon, &left->lexicon);
    index_pairs_leave(&texts->pairs, &left->pairs);
    /* What is left takes memory for a while, as much as these. */
    known_release(&texts->pieces[0]);
    known_release(&texts->pieces[1]);
    known_release(&texts->sentences);
}

/* Forgets what is known of texts when it is too much. */
static void forget(struct index_texts *texts)
{
    if (texts->pieces[0].texts.length + texts->pieces[1].texts.length > PIECES_MOST) {
        known_clear(&texts->pieces[0]);
        known_clear(&texts->pieces[1]);
    }
    if (texts->sentences.texts.length > SENTENCES_MOST)
        known_clear(&texts->sentences);
}

/* --- Looking ahead ------------------------------------------------------------------------- */

/*
 * What is known of sentences and pieces lies all over the memory: that of several is asked for before the first is
 * needed.
 */
enum { SENTENCES_AHEAD = 32, PIECES_AHEAD = 256 };

/* A stretch of text that is to be looked for. */
struct stretch {
    struct text_view bytes;
    uint32_t hash, place; /* of what is known of it; 0: nothing was */
};

struct pieces {
    struct stretch items[PIECES_AHEAD];
    size_t count;
};

struct sentence {
    struct stretch own;
    size_t first, end;     /* of its pieces */
    struct text_view rest; /* of which there are none yet */
};

/* The next sentence, or what may be one; false at the end. It ends with a point and white space. */
static bool next_sentence(struct text_view *rest, struct text_view *sentence)
{
    const char *start = rest->bytes, *end = rest->bytes + rest->length;
    while (start < end && (*start == ' ' || *start == '\n'))
        start++;
    if (start == end)
        return false;
    const char *at = start;
    while ((at = memchr(at, '.', (size_t)(end - at))) && ++at < end && *at != ' ' && *at != '\n')
        continue;
    if (!at)
        at = end;
    *sentence = (struct text_view){start, (size_t)(at - start)};
    *rest = (struct text_view){at, (size_t)(end - at)};
    return true;
}

/* Whether it may be remembered, but for numbers at its ends. */
static bool may_be_known(const struct index_texts *texts, struct text_view sentence)
{
    return !texts->in_headline && sentence.length >= SENTENCE_LEAST && sentence.length <= SENTENCE_MOST;
}

static void expect_stretch(const struct index_known *known, struct stretch *stretch)
{
    stretch->hash = (uint32_t)hash_quick(stretch->bytes.bytes, stretch->bytes.length);
    known_expect(known, stretch->hash);
}

/* Cuts pieces off what is left of the sentence, as far as there is room for them. */
static void cut_pieces(const struct index_known *known, struct pieces *pieces, struct sentence *sentence)
{
    sentence->first = pieces->count;
    for (; pieces->count < PIECES_AHEAD; pieces->count++) {
        struct stretch *piece = &pieces->items[pieces->count];
        if (!index_next_piece(&sentence->rest, &piece->bytes))
            break;
        expect_stretch(known, piece);
    }
    sentence->end = pieces->count;
}

/* Looks for the pieces, and asks for the pairs that they make. */
static void find_pieces(const struct index_texts *texts, const struct index_known *known, struct pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++)
        pieces->items[i].place = known_expect_text(known, pieces->items[i].bytes, pieces->items[i].hash);
    for (size_t i = 0; i < pieces->count; i++) {
        struct stretch *piece = &pieces->items[i];
        piece->place = known_find_expected(known, piece->bytes, piece->hash, piece->place);
        if (piece->place)
            index_pairs_expect(&texts->pairs, &known_at(known, piece->place)->edges);
    }
    for (size_t i = 1; i < pieces->count; i++) {
        uint32_t before = pieces->items[i - 1].place, own = pieces->items[i].place;
        if (before && own)
            index_pairs_expect_pair(&texts->pairs, &known_at(known, before)->edges, &known_at(known, own)->edges);
    }
}

/* Asks for the pairs that sentences make with each other, as far as they are known. */
static void expect_joins(const struct index_texts *texts, const struct sentence *sentences, size_t count)
{
    const struct index_known *known = &texts->sentences;
    for (size_t i = 0; i < count; i++)
        if (sentences[i].own.place)
            index_pairs_expect(&texts->pairs, &known_at(known, sentences[i].own.place)->edges);
    for (size_t i = 1; i < count; i++) {
        uint32_t before = sentences[i - 1].own.place, own = sentences[i].own.place;
        if (before && own)
            index_pairs_expect_pair(&texts->pairs, &known_at(known, before)->edges, &known_at(known, own)->edges);
    }
}

/* Cuts off the next sentences, and of those that are not known the pieces. Returns how many sentences they are. */
static size_t look_ahead(const struct index_texts *texts, struct text_view *text, struct sentence *sentences,
                         struct pieces *pieces)
{
    const struct index_known *known = &texts->pieces[texts->in_headline];
    size_t count = 0;
    pieces->count = 0;
    for (; count < SENTENCES_AHEAD && next_sentence(text, &sentences[count].own.bytes); count++)
        expect_stretch(&texts->sentences, &sentences[count].own);
    for (size_t i = 0; i < count; i++)
        sentences[i].own.place =
            may_be_known(texts, sentences[i].own.bytes)
                ? known_expect_text(&texts->sentences, sentences[i].own.bytes, sentences[i].own.hash)
                : 0;
    for (size_t i = 0; i < count; i++) {
        struct sentence *sentence = &sentences[i];
        struct stretch *own = &sentence->own;
        sentence->first = sentence->end = 0;
        sentence->rest = own->bytes;
        own->place = known_find_expected(&texts->sentences, own->bytes, own->hash, own->place);
        if (!own->place)
            cut_pieces(known, pieces, sentence);
    }
    find_pieces(texts, known, pieces);
    expect_joins(texts, sentences, count);
    return count;
}

/* --- Pieces -------------------------------------------------------------------------------- */

static bool note_word(struct index_texts *texts, struct index_numbers *numbers, enum index_section section,
                      struct text_view word)
{
    uint32_t number;
    if (!lexicon_number(&texts->lexicon, section, word, &number) || !index_numbers_add_one(numbers, number))
        return false;
    if (!texts->in_headline)
        return true;
    section = (enum index_section)(section - INDEX_STRICT + INDEX_HEADLINE_STRICT);
    return lexicon_number(&texts->lexicon, section, word, &number) && index_numbers_add_one(numbers, number);
}

static bool note_own(void *context, enum index_section section, struct text_view word)
{
    struct index_texts *texts = context;
    return note_word(texts, &texts->own, section, word);
}

static bool note_found(void *context, enum index_section section, struct text_view word)
{
    struct index_texts *texts = context;
    return note_word(texts, &texts->found, section, word);
}

/* Goes on with a number that is written in several groups between white space; several blanks are one. */
static bool continue_number(struct index_texts *texts, struct text_view folded)
{
    struct buffer *number = &texts->number_text;
    if (!buffer_reserve(number, folded.length + 1))
        return false;
    for (size_t i = 0; i <= folded.length; i++) {
        char byte = i < folded.length ? folded.bytes[i] : ' ';
        if (byte != ' ' || number->length == 0 || number->bytes[number->length - 1] != ' ')
            number->bytes[number->length++] = byte;
    }
    return true;
}

static bool emit_number(void *context, struct text_view digits)
{
    return index_emit_cut(note_found, context, INDEX_NUMBER, digits);
}

static bool end_number(struct index_texts *texts)
{
    if (texts->number_text.length == 0)
        return true;
    bool good = index_visit_numbers(buffer_view(&texts->number_text), 2, &texts->digits, emit_number, texts);
    buffer_clear(&texts->number_text);
    return good;
}

static bool has_digit(struct text_view piece)
{
    for (size_t i = 0; i < piece.length; i++)
        if (fold_is_digit(piece.bytes[i]))
            return true;
    return false;
}

/* What a piece makes with those before, whose edges these are, and what it consists of. */
static bool add_numbers(struct index_texts *texts, const struct pair_edges *own, const uint32_t *numbers, size_t count,
                        const uint32_t *sequence, size_t sequence_count, struct pair_edges *edges)
{
    return index_pairs_join(&texts->pairs, &texts->lexicon, edges, own, &texts->sequence) &&
           index_numbers_add(&texts->found, numbers, count) &&
           index_numbers_add(&texts->sequence, sequence, sequence_count);
}

/* Whether it is a part of a number with what is around it. */
static bool add_part(struct index_texts *texts, const struct text_view *folded)
{
    return folded ? continue_number(texts, *folded) : end_number(texts);
}

/* Most new pieces are one word; while its pairs are looked for, the memory finds where it may be noted. */
static void expect_words(const struct index_texts *texts)
{
    size_t at[3] = {0};
    struct index_forms word;
    while (texts->folding.is_plain && index_next_word(&texts->folding, at, &word))
        lexicon_expect(&texts->lexicon, INDEX_STRICT, word.word[FOLD_STRICT]);
}

/* A piece that is not known; numbers are kept only when they come again, as most don't. */
static bool add_new_piece(struct index_texts *texts, const struct stretch *piece, struct pair_edges *edges)
{
    struct index_known *known = &texts->pieces[texts->in_headline];
    struct index_folding *folding = &texts->folding;
    struct pair_edges own;
    bool again = true;
    bool may_be_single = has_digit(piece->bytes);
    texts->own.count = 0;
    if (may_be_single)
        known_expect_meeting(known, piece->hash);
    if (!index_fold_piece(folding, piece->bytes))
        return false;
    expect_words(texts);
    if (!index_pairs_learn(&texts->pairs, &texts->lexicon, folding, &own, &texts->own) ||
        !index_emit_words(folding, note_own, texts) || (may_be_single && !known_meet(known, piece->hash, &again)))
        return false;
    struct text_view strict = buffer_view(&folding->forms[FOLD_STRICT].text);
    const struct text_view *folded = index_is_numeric(strict) ? &strict : NULL;
    const struct index_numbers *sequence = &texts->pairs.sequence;
    return (!again || known_keep(known, piece->bytes, piece->hash, &own, &texts->own, sequence, folded)) &&
           add_numbers(texts, &own, texts->own.items, texts->own.count, sequence->items, sequence->count, edges) &&
           add_part(texts, folded);
}

static bool add_piece(struct index_texts *texts, const struct stretch *piece, struct pair_edges *edges)
{
    const struct index_known *known = &texts->pieces[texts->in_headline];
    uint32_t place = piece->place ? piece->place : known_find(known, piece->bytes, piece->hash);
    if (!place)
        return add_new_piece(texts, piece, edges);
    const struct known_text *text = known_at(known, place);
    struct text_view folded = known_folded(text);
    return add_numbers(texts, &text->edges, known_numbers(text), text->number_count, known_sequence(text),
                       text->sequence_count, edges) &&
           add_part(texts, text->folded_length ? &folded : NULL);
}

/* --- Sentences ----------------------------------------------------------------------------- */

static bool add_sequence(struct index_texts *texts)
{
    bool good = index_run_add_sequence(texts->run, texts->sequence.items, texts->sequence.count);
    texts->sequence.count = 0;
    return good;
}

/* Adds what the pieces of a sentence consist of to what was found; edges are the sentence's. */
static bool add_pieces(struct index_texts *texts, const struct sentence *sentence, const struct pieces *pieces,
                       struct pair_edges *edges)
{
    for (size_t i = sentence->first; i < sentence->end; i++)
        if (!add_piece(texts, &pieces->items[i], edges))
            return false;
    return true;
}

/* The same of those that were not cut yet, as there was no room for them, or the sentence seemed to be known. */
static bool add_rest(struct index_texts *texts, struct sentence *sentence, struct pair_edges *edges)
{
    const struct index_known *known = &texts->pieces[texts->in_headline];
    while (sentence->rest.length > 0) {
        struct pieces pieces;
        pieces.count = 0;
        cut_pieces(known, &pieces, sentence);
        find_pieces(texts, known, &pieces);
        if (!add_pieces(texts, sentence, &pieces, edges))
            return false;
    }
    return true;
}

/* A sentence that is not known is kept when it has come before. */
static bool keep_sentence(struct index_texts *texts, const struct stretch *sentence, const struct pair_edges *edges,
                          size_t first_found)
{
    const struct index_numbers found = {.items = texts->found.items + first_found,
                                        .count = texts->found.count - first_found};
    bool again;
    return known_meet(&texts->sentences, sentence->hash, &again) &&
           (!again ||
            known_keep(&texts->sentences, sentence->bytes, sentence->hash, edges, &found, &texts->sequence, NULL));
}

/* Before the sentence itself is added. */
static bool join_sentence(struct index_texts *texts, const struct pair_edges *edges)
{
    texts->between.count = 0;
    return index_pairs_join(&texts->pairs, &texts->lexicon, &texts->edges, edges, &texts->between) &&
           index_run_add_sequence(texts->run, texts->between.items, texts->between.count);
}

/* What is known of a sentence holds where no number that began before it goes on in it, nor one of its own after it. */
static bool add_sentence(struct index_texts *texts, struct sentence *sentence, const struct pieces *pieces)
{
    struct pair_edges edges = {.is_blank = true};
    struct stretch *own = &sentence->own;
    size_t first_found = texts->found.count;
    bool is_alone = texts->number_text.length == 0 && may_be_known(texts, own->bytes);
    if (is_alone && !own->place) /* it may have come since */
        own->place = known_find(&texts->sentences, own->bytes, own->hash);
    if (is_alone && own->place) {
        const struct known_text *text = known_at(&texts->sentences, own->place);
        return join_sentence(texts, &text->edges) &&
               index_numbers_add(&texts->found, known_numbers(text), text->number_count) &&
               index_run_add_sequence(texts->run, known_sequence(text), text->sequence_count);
    }
    if (is_alone)
        known_expect_meeting(&texts->sentences, own->hash);
    if (!add_pieces(texts, sentence, pieces, &edges) || !add_rest(texts, sentence, &edges))
        return false;
    if (is_alone && texts->number_text.length == 0 && !keep_sentence(texts, own, &edges, first_found))
        return false;
    return join_sentence(texts, &edges) && add_sequence(texts);
}

bool index_texts_add(struct index_texts *texts, struct text_view text, bool in_headline, struct index_run *run)
{
    static const uint32_t nothing = RUN_TOKEN; /* stands beside it */
    struct sentence sentences[SENTENCES_AHEAD];
    struct pieces pieces;
    size_t count;
    if (text.length == 0)
        return true;
    forget(texts);
    texts->run = run;
    texts->in_headline = in_headline;
    texts->edges = (struct pair_edges){.is_blank = true};
    texts->found.count = 0;
    if (!index_run_add_sequence(run, &nothing, 1))
        return false;
    while ((count = look_ahead(texts, &text, sentences, &pieces)) > 0)
        for (size_t i = 0; i < count; i++)
            if (!add_sentence(texts, &sentences[i], &pieces))
                return false;
    return end_number(texts) && index_run_add(run, &texts->lexicon, texts->found.items, texts->found.count);
}
