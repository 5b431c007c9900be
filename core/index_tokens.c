#include "core/index_tokens.h"

#include <string.h>

#include "core/sse2.h"

/* Of a word of more parts only the parts and what begins with each are kept, not every run of parts. */
enum { PARTS_MOST = 5, BEGINNING_BYTES = INDEX_PATTERN_BYTES };

typedef index_emitter *emitter;

/* --- Pieces -------------------------------------------------------------------------------- */

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The next white space. */
static const char *find_blank(const char *at, const char *end)
{
#if defined(__x86_64__)
    enum { BYTES = 16 };
    for (; end - at >= BYTES; at += BYTES) {
        __m128i bytes = sse2_load(at);
        unsigned blanks = sse2_bits(_mm_or_si128(sse2_equal(bytes, ' '), sse2_between(bytes, '\t', '\r')));
        if (blanks)
            return at + __builtin_ctz(blanks);
    }
#endif
    while (at < end && !is_blank(*at))
        at++;
    return at;
}

static bool ends_with_hyphen(const char *start, const char *end)
{
    if (end > start && end[-1] == '-')
        return true;
    return end - start >= 3 && memcmp(end - 3, "\xE2\x80", 2) == 0 && (end[-1] == '\x90' || end[-1] == '\x91');
}

bool index_next_piece(struct text_view *rest, struct text_view *piece)
{
    const char *at = rest->bytes, *end = rest->bytes + rest->length;
    while (at < end && is_blank(*at))
        at++;
    const char *start = at;
    for (; (at = find_blank(at, end)) < end; at++) {
        if ((*at != '\n' && *at != '\r') || !ends_with_hyphen(start, at))
            break;
        while (at + 1 < end && (at[1] == '\n' || at[1] == '\r'))
            at++;
    }
    *piece = (struct text_view){start, (size_t)(at - start)};
    *rest = (struct text_view){at, (size_t)(end - at)};
    return piece->length > 0;
}

void index_folding_free(struct index_folding *folding)
{
    for (size_t i = 0; i < 3; i++)
        folded_free(&folding->forms[i]);
}

/* --- Words --------------------------------------------------------------------------------- */

/* The next word of a folded text at or behind *at. */
static bool next_word(const struct folded *folded, size_t *at, struct text_view *word)
{
    const char *bytes = folded->text.bytes;
    size_t length = folded->text.length, start = *at;
    while (start < length && !fold_is_word_byte((unsigned char)bytes[start]))
        start++;
    size_t end = start;
    while (end < length && fold_is_word_byte((unsigned char)bytes[end]))
        end++;
    *word = (struct text_view){bytes + start, end - start};
    *at = end;
    return end > start;
}

bool index_emit_cut(emitter emit, void *context, enum index_section section, struct text_view word)
{
    if (word.length <= INDEX_WORD_BYTES)
        return emit(context, section, word);
    char piece[INDEX_WORD_BYTES + 2];
    for (size_t at = 0;; at += INDEX_WORD_BYTES / 2) {
        bool is_first = at == 0, is_last = at + INDEX_WORD_BYTES >= word.length;
        size_t length = is_last ? word.length - at : INDEX_WORD_BYTES, used = 0;
        if (!is_first)
            piece[used++] = '\1';
        memcpy(piece + used, word.bytes + at, length);
        used += length;
        if (!is_last)
            piece[used++] = '\1';
        if (!emit(context, section, (struct text_view){piece, used}))
            return false;
        if (is_last)
            return true;
    }
}

/* The beginning of a word that is kept only to be found at its beginning. */
static bool emit_beginning(emitter emit, void *context, enum index_section section, struct text_view word)
{
    char piece[BEGINNING_BYTES + 1];
    if (word.length <= BEGINNING_BYTES)
        return emit(context, section, word);
    memcpy(piece, word.bytes, BEGINNING_BYTES);
    piece[BEGINNING_BYTES] = '\1';
    return emit(context, section, (struct text_view){piece, sizeof piece});
}

static bool emit_forms(emitter emit, void *context, const struct index_forms *forms, bool whole)
{
    bool (*put)(emitter, void *, enum index_section, struct text_view) = whole ? index_emit_cut : emit_beginning;
    const struct text_view *word = forms->word;
    if (!put(emit, context, INDEX_STRICT, word[FOLD_STRICT]))
        return false;
    bool has_base = !text_view_equal(word[FOLD_BASE], word[FOLD_STRICT]);
    if (has_base && !put(emit, context, INDEX_BASE, word[FOLD_BASE]))
        return false;
    bool has_loose =
        !text_view_equal(word[FOLD_LOOSE], word[FOLD_STRICT]) && !text_view_equal(word[FOLD_LOOSE], word[FOLD_BASE]);
    return !has_loose || put(emit, context, INDEX_LOOSE, word[FOLD_LOOSE]);
}

size_t index_find_joints(const struct folded *folded, struct text_view word, size_t *joints, size_t room)
{
    size_t base = (size_t)(word.bytes - folded->text.bytes), count = 0;
    for (size_t i = 0; i <= word.length; i++) {
        if (i == 0 || i == word.length || folded->joints[base + i]) {
            if (count < room)
                joints[count] = i;
            count++;
        }
    }
    return count;
}

static struct text_view stretch(struct text_view word, size_t from, size_t to)
{
    return (struct text_view){word.bytes + from, to - from};
}

/* Few parts: every run of parts that is not the whole. */
static bool emit_runs_of_parts(emitter emit, void *context, const struct index_forms *forms,
                               size_t joints[3][PARTS_MOST + 1], size_t count)
{
    for (size_t from = 0; from + 1 < count; from++) {
        for (size_t to = from + 1; to < count; to++) {
            struct index_forms part;
            if (from == 0 && to + 1 == count)
                continue;
            for (size_t form = 0; form < 3; form++)
                part.word[form] = stretch(forms->word[form], joints[form][from], joints[form][to]);
            if (!emit_forms(emit, context, &part, true))
                return false;
        }
    }
    return true;
}

/* Many parts: each part, and the beginning of what starts with it. */
static bool emit_many_parts(emitter emit, void *context, const struct index_folding *folding,
                            const struct index_forms *forms)
{
    size_t from[3] = {0};
    for (;;) {
        size_t to[3];
        struct index_forms part, rest;
        for (size_t form = 0; form < 3; form++) {
            const struct folded *folded = index_folding_form(folding, form);
            size_t base = (size_t)(forms->word[form].bytes - folded->text.bytes);
            to[form] = from[form] + 1;
            while (to[form] < forms->word[form].length && !folded->joints[base + to[form]])
                to[form]++;
            part.word[form] = stretch(forms->word[form], from[form], to[form]);
            rest.word[form] = stretch(forms->word[form], from[form], forms->word[form].length);
        }
        if (!emit_forms(emit, context, &part, true) || !emit_forms(emit, context, &rest, false))
            return false;
        if (to[FOLD_STRICT] >= forms->word[FOLD_STRICT].length)
            return true;
        memcpy(from, to, sizeof from);
    }
}

static bool emit_word(emitter emit, void *context, const struct index_folding *folding, const struct index_forms *forms)
{
    size_t joints[3][PARTS_MOST + 1], count = 0;
    if (!emit_forms(emit, context, forms, true))
        return false;
    for (size_t form = 0; form < 3; form++)
        count = index_find_joints(index_folding_form(folding, form), forms->word[form], joints[form], PARTS_MOST + 1);
    if (count <= 2)
        return true;
    return count <= PARTS_MOST + 1 ? emit_runs_of_parts(emit, context, forms, joints, count)
                                   : emit_many_parts(emit, context, folding, forms);
}

/*
 * Whether the piece has but one form: no letter beyond ASCII, and nothing that could be a digraph, which a hyphen
 * divides.
 */
static bool has_one_form(struct text_view piece)
{
    char before = 'x';
    for (size_t i = 0; i < piece.length; i++) {
        char byte = (char)(piece.bytes[i] | ' ');
        if ((unsigned char)byte >= 0x80 || (byte == 'e' && (before == 'a' || before == 'o' || before == 'u')))
            return false;
        before = byte;
    }
    return true;
}

bool index_fold_piece(struct index_folding *folding, struct text_view piece)
{
    struct folded *forms = folding->forms;
    folding->has_one_form = has_one_form(piece);
    folding->is_plain = folding->has_one_form && !memchr(piece.bytes, '-', piece.length);
    return text_fold(piece, FOLD_STRICT, &forms[FOLD_STRICT]) &&
           (folding->has_one_form ||
            (text_fold(piece, FOLD_BASE, &forms[FOLD_BASE]) && text_fold(piece, FOLD_LOOSE, &forms[FOLD_LOOSE])));
}

/* No form adds or takes a whole word, so the words of the forms correspond. */
bool index_next_word(const struct index_folding *folding, size_t at[3], struct index_forms *word)
{
    if (!next_word(&folding->forms[FOLD_STRICT], &at[FOLD_STRICT], &word->word[FOLD_STRICT]))
        return false;
    word->word[FOLD_BASE] = word->word[FOLD_LOOSE] = word->word[FOLD_STRICT];
    return folding->has_one_form || (next_word(&folding->forms[FOLD_BASE], &at[FOLD_BASE], &word->word[FOLD_BASE]) &&
                                     next_word(&folding->forms[FOLD_LOOSE], &at[FOLD_LOOSE], &word->word[FOLD_LOOSE]));
}

bool index_emit_words(const struct index_folding *folding, emitter emit, void *context)
{
    size_t at[3] = {0};
    struct index_forms word;
    while (index_next_word(folding, at, &word))
        if (!(folding->is_plain ? index_emit_cut(emit, context, INDEX_STRICT, word.word[FOLD_STRICT])
                                : emit_word(emit, context, folding, &word)))
            return false;
    return true;
}

/* --- Numbers ------------------------------------------------------------------------------- */

static bool is_separator(char byte)
{
    return byte == ' ' || byte == '/' || byte == '-' || byte == '(' || byte == ')';
}

bool index_is_numeric(struct text_view folded)
{
    size_t separators = 0;
    for (size_t i = 0; i < folded.length; i++) {
        if (fold_is_digit(folded.bytes[i]))
            return true;
        separators += is_separator(folded.bytes[i]);
    }
    return separators == folded.length;
}

bool index_visit_numbers(struct text_view folded, size_t groups_least, struct buffer *digits,
                         bool (*visit)(void *context, struct text_view digits), void *context)
{
    size_t gap = 0, groups = 0;
    buffer_clear(digits);
    for (size_t i = 0; i <= folded.length; i++) {
        char byte = i < folded.length ? folded.bytes[i] : 'x';
        if (fold_is_digit(byte)) {
            groups += gap > 0 || digits->length == 0;
            gap = 0;
            buffer_append_byte(digits, byte);
            continue;
        }
        if (digits->length > 0 && is_separator(byte) && ++gap <= 2)
            continue;
        if (digits->length > 0 && gap == 0 && fold_is_point_in_number(folded, i)) {
            gap = 1;
            continue;
        }
        if (groups >= groups_least && digits->length > 2 && !visit(context, buffer_view(digits)))
            return false;
        buffer_clear(digits);
        gap = groups = 0;
    }
    return !digits->failed;
}

/* --- Numbers that are values ---------------------------------------------------------------- */

struct text_view index_bare_code(struct text_view code)
{
    const char *bracket = memmem(code.bytes, code.length, " (", 2);
    return bracket ? (struct text_view){code.bytes, (size_t)(bracket - code.bytes)} : code;
}

void index_append_number(struct buffer *number, struct text_view written)
{
    size_t start = number->length;
    for (size_t i = 0; i < written.length; i++) {
        char byte =
            written.bytes[i] >= 'A' && written.bytes[i] <= 'Z' ? (char)(written.bytes[i] + 32) : written.bytes[i];
        if (fold_is_word_byte((unsigned char)byte) && (byte != '0' || number->length > start))
            buffer_append_byte(number, byte);
    }
}
