#include <string.h>

#include "core/matcher_run_internal.h"

/* A sentence letter by letter, or word by word where its words are known. */

/* --- Boundaries ---------------------------------------------------------------------------- */

static bool is_word_at(const struct matcher_run *run, size_t at)
{
    return at < run->text.length && fold_is_word_byte((unsigned char)run->text.bytes[at]);
}

static bool start_holds(const struct matcher_run *run, const struct piece *piece, size_t start)
{
    return !piece->at_start || start == 0 || !is_word_at(run, start - 1) ||
           (piece->mode == MATCHER_NAME && run->joints[start]);
}

static bool end_holds(const struct matcher_run *run, const struct piece *piece, size_t end)
{
    enum matcher_mode mode = (enum matcher_mode)piece->mode;
    if (!piece->at_end || !is_word_at(run, end) || (mode == MATCHER_NAME && run->joints[end]))
        return true;
    bool plural = run->text.bytes[end] == 's' ||
                  (mode == MATCHER_NAME && run->text.bytes[end] == 'n' && run->text.bytes[end - 1] == 'e');
    return mode != MATCHER_STEM && plural && !is_word_at(run, end + 1);
}

/* Whether whole words, in whatever mode, may end there: most places are in the middle of one. */
static inline bool may_end_word(const struct matcher_run *run, size_t end)
{
    if (!is_word_at(run, end) || run->joints[end])
        return true;
    return (run->text.bytes[end] == 's' || run->text.bytes[end] == 'n') && !is_word_at(run, end + 1);
}

/* --- Matches ------------------------------------------------------------------------------- */

static bool grow_found(struct matcher_run *run, struct found *found)
{
    run->failed = run->failed || !array_reserve(&found->items, found->count, &found->capacity, sizeof *found->items);
    return !run->failed;
}

static inline void put_found(struct matcher_run *run, struct found *found, struct match match)
{
    if (found->count < found->capacity || grow_found(run, found))
        found->items[found->count++] = match;
}

/* The same for one whose first piece stands somewhere, which is seldom. */
static void carry_on(struct matcher_run *run, uint32_t piece, size_t start, size_t end)
{
    struct match whole;
    if (gaps_carry_on(&run->gaps, &run->matcher->pieces[piece], start, end, &whole))
        put_found(run, &run->matches, whole);
}

/* Pieces of cues with gaps that are not their first, one behind the other from that number on. */
static inline void carry_on_crowd(struct matcher_run *run, uint32_t first, size_t count, size_t start, size_t end)
{
    const uint32_t *gap_cues = run->matcher->gap_cues + first;
    for (size_t i = 0; i < count; i++)
        if (gaps_has(&run->gaps, gap_cues[i]))
            carry_on(run, first + (uint32_t)i, start, end);
}

/* The crowd that begins with the piece of that number, whose start holds, if its end does. */
static void take_started(struct matcher_run *run, uint32_t number, size_t start, size_t end)
{
    const struct piece *piece = &run->matcher->pieces[number];
    /* Before a sentence that may be remembered there is a stop and a blank: no word. */
    run->asks_beyond = run->asks_beyond || (piece->at_end && end == run->end);
    if (!end_holds(run, piece, end))
        return;
    const struct match match = {piece->cue, (uint32_t)start, (uint32_t)end, piece->length};
    switch (piece_kind_of(piece)) {
    case PIECE_CUE:
        put_found(run, &run->matches, match);
        break;
    case PIECE_PHRASE:
        put_found(run, &run->phrases, match);
        break;
    case PIECE_FIRST:
        gaps_begin(&run->gaps, run->matcher->gap_cues[number], start, end);
        break;
    case PIECE_LATER:
        carry_on_crowd(run, number, piece->crowd, start, end);
        break;
    }
}

static inline void take_crowd(struct matcher_run *run, uint32_t number, size_t end)
{
    const struct piece *piece = &run->matcher->pieces[number];
    size_t start = end - piece->length;
    if (start_holds(run, piece, start))
        take_started(run, number, start, end);
}

/* --- Letter by letter ---------------------------------------------------------------------- */

/* The number of the first piece of the crowd behind this one, of those that end in the same state; -1: it is the last.
 */
static inline int32_t next_crowd(const struct matcher *matcher, int32_t number)
{
    const struct piece *piece = &matcher->pieces[number];
    return piece->is_last ? -1 : number + (int32_t)piece->crowd;
}

/* Takes the pieces of more than so many bytes that end in the state. */
static void take_pieces(struct matcher_run *run, uint32_t state, size_t end, size_t length)
{
    const struct matcher *matcher = run->matcher;
    bool ends_word = may_end_word(run, end);
    /* Pieces of no more than no byte there are none. */
    for (int32_t at = (int32_t)state; at >= 0 && (length == 0 || matcher->states[at].depth > length);
         at = matcher->outputs[at].dictionary)
        for (int32_t i = matcher->outputs[at].piece; i >= 0; i = next_crowd(matcher, i))
            if (ends_word || !matcher->pieces[i].at_end)
                take_crowd(run, (uint32_t)i, end);
}

/* A stop before a figure is part of a number or of a name: "T6.1", "ID.3". */
static bool ends_sentence(struct text_view text, size_t at)
{
    if (text.bytes[at] != '.')
        return text.bytes[at] == ';';
    return at + 1 >= text.length || !fold_is_digit(text.bytes[at + 1]);
}

/* Where the byte at the place leads to, with the flags of that state. */
static uint32_t step(const struct matcher_run *run, uint32_t state, size_t at)
{
    return matcher_next(run->matcher, state, run->matcher->classes[(unsigned char)run->text.bytes[at]]);
}

/* Whether a piece may end at the place, to which a step has led. */
static inline bool may_take(const struct matcher_run *run, uint32_t next, size_t end)
{
    return (next & OUTPUT_FLAG) && ((next & INSIDE_FLAG) || may_end_word(run, end));
}

/* Reads on up to behind the next blank, or to the end of the text; returns how far. */
static size_t read_letters(struct matcher_run *run, size_t at, uint32_t *state)
{
    for (bool is_behind = false; at < run->text.length && !is_behind; at++) {
        is_behind = run->text.bytes[at] == ' ';
        if (ends_sentence(run->text, at))
            gaps_clear(&run->gaps);
        uint32_t next = step(run, *state, at);
        *state = next & ~FLAGS;
        if (may_take(run, next, at + 1))
            take_pieces(run, *state, at + 1, 0);
    }
    return at;
}

/* --- Word by word -------------------------------------------------------------------------- */

/*
 * A crowd in the word at the place, or with the blank before it, which ends behind so many of the word's bytes. It is
 * left out where a boundary within the word does not hold; what stands beyond the blanks on both sides is not known.
 */
static bool learn_crowd(struct matcher_run *run, uint32_t number, size_t at, size_t length, size_t end)
{
    const struct piece *piece = &run->matcher->pieces[number];
    bool asks_start = piece->at_start && piece->length > end, asks_end = piece->at_end && end == length;
    if ((!asks_start && !start_holds(run, piece, at + end - piece->length)) ||
        (!asks_end && !end_holds(run, piece, at + end)))
        return true;
    static const enum memo_kind kinds[] = {
        [PIECE_CUE] = MEMO_MATCH, [PIECE_PHRASE] = MEMO_PHRASE, [PIECE_FIRST] = MEMO_FIRST, [PIECE_LATER] = MEMO_LATER};
    enum memo_kind kind = asks_start || asks_end ? MEMO_ASKS : kinds[piece_kind_of(piece)];
    struct memo_event event = {
        .count = (uint8_t)piece->crowd, .kind = (uint8_t)kind, .end = (uint8_t)end, .length = piece->length};
    event.what = kind == MEMO_MATCH || kind == MEMO_PHRASE ? piece->cue
                 : kind == MEMO_FIRST                      ? run->matcher->gap_cues[number]
                                                           : number;
    return memo_add(&run->memo, event);
}

/* Reads the word at the place letter by letter into the memo, and nowhere else; NULL: out of memory. */
static const struct memo_word *learn_word(struct matcher_run *run, size_t at, struct memo_word *word)
{
    const struct matcher *matcher = run->matcher;
    bool good = memo_begin(&run->memo);
    word->next = run->blank;
    for (size_t end = 1; end <= word->length && good; end++) {
        if (ends_sentence(run->text, at + end - 1))
            good = memo_add(&run->memo, (struct memo_event){.kind = MEMO_SENTENCE, .end = (uint8_t)end});
        uint32_t next = step(run, word->next, at + end - 1);
        word->next = next & ~FLAGS;
        bool may_end = end == word->length ? (next & OUTPUT_FLAG) != 0 : may_take(run, next, at + end);
        for (int32_t state = may_end ? (int32_t)word->next : -1; state >= 0; state = matcher->outputs[state].dictionary)
            for (int32_t i = matcher->outputs[state].piece; i >= 0 && good; i = next_crowd(matcher, i))
                good = learn_crowd(run, (uint32_t)i, at, word->length, end);
    }
    return good ? memo_end(&run->memo, word) : NULL;
}

static inline struct match match_of(size_t at, const struct memo_event *event)
{
    uint32_t end = (uint32_t)at + event->end;
    return (struct match){event->what, end - event->length, end, event->length};
}

static inline void begin_gaps(struct matcher_run *run, size_t at, const struct memo_event *event)
{
    size_t end = at + event->end;
    gaps_begin(&run->gaps, event->what, end - event->length, end);
}

static inline void take_event(struct matcher_run *run, size_t at, const struct memo_event *event)
{
    size_t end = at + event->end, start = end - event->length;
    if (event->kind == MEMO_LATER)
        carry_on_crowd(run, event->what, event->count, start, end);
    else if (event->kind == MEMO_MATCH)
        put_found(run, &run->matches, match_of(at, event));
    else if (event->kind == MEMO_PHRASE)
        put_found(run, &run->phrases, match_of(at, event));
    else if (event->kind == MEMO_FIRST)
        begin_gaps(run, at, event);
    else if (event->kind == MEMO_ASKS)
        take_crowd(run, event->what, end);
    else
        gaps_clear(&run->gaps);
}

/* What is left to take of a known word. */
struct events {
    const struct memo_event *next, *end;           /* in their order */
    const struct memo_event *phrase, *phrases_end; /* apart, if so */
};

/* Takes what ends before so many of the word's bytes: of what ends at one place a sentence comes first. */
static void take_events_before(struct matcher_run *run, size_t at, struct events *events, size_t end)
{
    for (; events->next < events->end; events->next++) {
        const struct memo_event *event = events->next;
        if (event->end > end || (event->end == end && event->kind != MEMO_SENTENCE))
            break;
        take_event(run, at, event);
    }
    for (; events->phrase < events->phrases_end && events->phrase->end < end; events->phrase++)
        put_found(run, &run->phrases, match_of(at, events->phrase));
}

/*
 * What a known word says at the place. *state comes from the words before: as long as more than the word's own bytes
 * and the blank before them lead to it, pieces may end that begin in these words; then, or when there never were any,
 * the word alone decides, as from the blank.
 */
static void read_word(struct matcher_run *run, size_t at, const struct memo_word *word, uint32_t *state)
{
    const struct memo_event *first = run->memo.events + word->first_event;
    struct events events = {.next = first + word->begin_count};
    events.end = events.phrase = events.next + word->event_count;
    events.phrases_end = events.phrase + word->phrase_count;
    const struct state *states = run->matcher->states;
    /* That cues begin is of no moment before they go on, which is behind this place. */
    for (; first < events.next; first++)
        begin_gaps(run, at, first);
    size_t end = 0;
    while (end < word->length && states[*state].depth > end + 1) {
        uint32_t next = step(run, *state, at + end++);
        *state = next & ~FLAGS;
        if (!may_take(run, next, at + end))
            continue;
        /* Of those that end at one place the longest come first. */
        take_events_before(run, at, &events, end);
        take_pieces(run, *state, at + end, end + 1);
    }
    for (; events.next < events.end; events.next++)
        take_event(run, at, events.next);
    for (; events.phrase < events.phrases_end; events.phrase++)
        put_found(run, &run->phrases, match_of(at, events.phrase));
    if (states[*state].depth <= end + 1)
        *state = word->next;
}

/* A word that is soon to be read. */
struct expected {
    size_t at, behind;
    struct memo_asked asked;
    bool is_whole; /* else it is read letter by letter */
};

/* Behind the next blank, or the end of the text. */
static size_t find_behind(const struct matcher_run *run, size_t at)
{
    const char *blank = memchr(run->text.bytes + at, ' ', run->text.length - at);
    return blank ? (size_t)(blank + 1 - run->text.bytes) : run->text.length;
}

static void announce_word(struct matcher_run *run, size_t at, struct expected *expected)
{
    expected->at = expected->behind = at;
    expected->is_whole =
        run->memo.most > 0 && at > 0 && at < run->end && memo_cut(run->text, run->joints, at, &expected->asked.word);
    if (expected->is_whole) {
        expected->behind = at + expected->asked.word.length;
        memo_announce(&run->memo, &expected->asked);
    } else if (at < run->end) {
        expected->behind = find_behind(run, at);
    }
}

static inline void expect_word(const struct matcher_run *run, struct expected *expected)
{
    if (expected->is_whole)
        memo_expect(&run->memo, &expected->asked);
}

static void read_expected(struct matcher_run *run, struct expected *expected, uint32_t *state)
{
    size_t at = expected->at;
    const struct memo_word *word = memo_find(&run->memo, &expected->asked);
    if (!word && !memo_meet(&run->memo, &expected->asked)) {
        read_letters(run, at, state);
        return;
    }
    if (!word)
        word = learn_word(run, at, &expected->asked.word);
    if (word)
        read_word(run, at, word, state);
    run->failed = run->failed || !word;
}

void matcher_read_words(struct matcher_run *run, uint32_t *state)
{
    enum { AHEAD = 3 };
    struct expected words[AHEAD], *now = &words[0], *next = &words[1], *later = &words[2];
    announce_word(run, run->begin, now);
    expect_word(run, now);
    announce_word(run, now->behind, next);
    while (now->at < run->end && !run->failed) {
        announce_word(run, next->behind, later);
        expect_word(run, next);
        if (now->is_whole)
            read_expected(run, now, state);
        else
            read_letters(run, now->at, state);
        struct expected *read = now;
        now = next;
        next = later;
        later = read;
    }
}
