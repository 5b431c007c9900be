#include "core/matcher_internal.h"

#include <stdlib.h>
#include <string.h>

/* The bytes that cues are made of; anything else goes back to the root. */
static void set_classes(struct matcher *matcher)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyz0123456789 '\"-.,/:&+()";
    _Static_assert(sizeof bytes <= CLASS_COUNT, "a class for each byte and one for all others");
    for (size_t i = 0; bytes[i]; i++)
        matcher->classes[(unsigned char)bytes[i]] = (uint8_t)(i + 1);
}

static int32_t add_node(struct matcher *matcher)
{
    size_t wanted = (matcher->node_count + 1) * CLASS_COUNT;
    if (!array_reserve(&matcher->nodes, matcher->node_count, &matcher->node_capacity, sizeof *matcher->nodes))
        return -1;
    if (wanted > matcher->next_capacity) {
        size_t capacity = matcher->next_capacity ? matcher->next_capacity * 2 : 1024 * CLASS_COUNT;
        int32_t *next = realloc(matcher->next, capacity * sizeof *next);
        if (!next)
            return -1;
        matcher->next = next;
        matcher->next_capacity = capacity;
    }
    for (size_t i = 0; i < CLASS_COUNT; i++)
        matcher->next[matcher->node_count * CLASS_COUNT + i] = -1;
    matcher->nodes[matcher->node_count] = (struct node){.piece = -1, .dictionary = -1};
    return (int32_t)matcher->node_count++;
}

struct matcher *matcher_new(void)
{
    struct matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher)
        return NULL;
    set_classes(matcher);
    if (add_node(matcher) != 0) {
        matcher_free(matcher);
        return NULL;
    }
    return matcher;
}

void matcher_free(struct matcher *matcher)
{
    if (!matcher)
        return;
    free(matcher->cues);
    free(matcher->pieces);
    free(matcher->nodes);
    free(matcher->next);
    folded_free(&matcher->folded);
    free(matcher);
}

/* --- Adding -------------------------------------------------------------------------------- */

static int32_t *next_of(const struct matcher *matcher, int32_t node, unsigned char byte)
{
    return &matcher->next[(size_t)node * CLASS_COUNT + matcher->classes[byte]];
}

static bool add_piece(struct matcher *matcher, struct text_view text, struct piece piece)
{
    int32_t node = 0;
    if (matcher->only_checks)
        return true;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        int32_t child = *next_of(matcher, node, byte);
        if (child < 0) {
            child = add_node(matcher);
            if (child < 0)
                return false;
            *next_of(matcher, node, byte) = child;
        }
        node = child;
    }
    if (!array_reserve(&matcher->pieces, matcher->piece_count, &matcher->piece_capacity, sizeof *matcher->pieces))
        return false;
    piece.length = (uint8_t)text.length;
    piece.same_end = matcher->nodes[node].piece;
    matcher->nodes[node].piece = (int32_t)matcher->piece_count;
    matcher->pieces[matcher->piece_count++] = piece;
    return true;
}

/* Cuts one piece with its choices out of a folded cue; a gap within a choice is none. */
static struct text_view take_piece(struct text_view *rest)
{
    size_t length = 0, skip = 0;
    bool in_choice = false;
    for (; length < rest->length; length++) {
        in_choice = rest->bytes[length] == '{' || (in_choice && rest->bytes[length] != '}');
        if (!in_choice && length + 1 < rest->length && memcmp(rest->bytes + length, "..", 2) == 0) {
            skip = 2;
            break;
        }
    }
    struct text_view text = {rest->bytes, length};
    rest->bytes += length + skip;
    rest->length -= length + skip;
    return text_trim(text);
}

/* The marks at a piece's ends become flags. */
static struct text_view take_marks(struct text_view text, struct piece *piece)
{
    text = text_trim(text);
    if (text.length > 0 && text.bytes[0] == '^') {
        piece->at_start = true;
        text.bytes++;
        text.length--;
    }
    if (text.length > 0 && text.bytes[text.length - 1] == '$') {
        piece->at_end = true;
        text.length--;
    }
    return text;
}

/* Beside a blank the marks say nothing that the blank does not. */
static void drop_idle_marks(struct buffer *cue)
{
    size_t kept = 0;
    for (size_t i = 0; i < cue->length; i++) {
        bool idle = (cue->bytes[i] == '^' && i > 0 && cue->bytes[i - 1] == ' ') ||
                    (cue->bytes[i] == '$' && i + 1 < cue->length && cue->bytes[i + 1] == ' ');
        if (!idle)
            cue->bytes[kept++] = cue->bytes[i];
    }
    cue->length = kept;
}

static bool is_findable(const struct matcher *matcher, struct text_view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!matcher->classes[(unsigned char)text.bytes[i]])
            return false;
    return text.length > 0 && text.length < PIECE_BYTES;
}

static enum matcher_result add_plain_piece(struct matcher *matcher, struct text_view text, struct piece piece)
{
    text = take_marks(text, &piece);
    if (!is_findable(matcher, text))
        return MATCHER_NOTHING_TO_FIND;
    return add_piece(matcher, text, piece) ? MATCHER_ADDED : MATCHER_NO_MEMORY;
}

/* "{front|rear} door" is two pieces in the same place. */
static enum matcher_result add_choices(struct matcher *matcher, struct text_view text, struct piece piece)
{
    const char *open = memchr(text.bytes, '{', text.length);
    if (!open)
        return add_plain_piece(matcher, text, piece);
    const char *end = text.bytes + text.length, *close = memchr(open, '}', (size_t)(end - open));
    if (!close)
        return MATCHER_OPEN_BRACE;
    struct buffer one = {0};
    enum matcher_result result = MATCHER_ADDED;
    for (const char *choice = open + 1; choice <= close && result == MATCHER_ADDED;) {
        const char *bar = memchr(choice, '|', (size_t)(close - choice));
        const char *choice_end = bar ? bar : close;
        buffer_clear(&one);
        buffer_append(&one, text.bytes, (size_t)(open - text.bytes));
        buffer_append(&one, choice, (size_t)(choice_end - choice));
        buffer_append(&one, close + 1, (size_t)(end - close - 1));
        result = one.failed ? MATCHER_NO_MEMORY : add_choices(matcher, buffer_view(&one), piece);
        choice = choice_end + 1;
    }
    buffer_free(&one);
    return result;
}

static enum matcher_result add_pieces(struct matcher *matcher, struct text_view rest, struct cue *cue)
{
    bool whole = cue->mode != MATCHER_STEM;
    cue->piece_count = 0;
    while (rest.length > 0) {
        struct text_view text = take_piece(&rest);
        const struct piece piece = {
            .cue = (uint32_t)matcher->cue_count, .place = cue->piece_count, .at_start = whole, .at_end = whole};
        enum matcher_result result =
            cue->piece_count == PIECES_MAX ? MATCHER_NOTHING_TO_FIND : add_choices(matcher, text, piece);
        if (result != MATCHER_ADDED)
            return result;
        cue->piece_count++;
    }
    return cue->piece_count > 0 ? MATCHER_ADDED : MATCHER_NOTHING_TO_FIND;
}

enum matcher_result matcher_add(struct matcher *matcher, struct text_view written, enum matcher_mode mode)
{
    if (!text_fold(written, FOLD_BASE, &matcher->folded))
        return MATCHER_NO_MEMORY;
    drop_idle_marks(&matcher->folded.text);
    struct text_view rest = buffer_view(&matcher->folded.text);
    struct cue cue = {.mode = mode};
    /* The first pieces of a cue that is none must not become the next one's. */
    matcher->only_checks = true;
    enum matcher_result result = add_pieces(matcher, rest, &cue);
    matcher->only_checks = false;
    if (result == MATCHER_ADDED)
        result = add_pieces(matcher, rest, &cue);
    if (result != MATCHER_ADDED)
        return result;
    if (!array_reserve(&matcher->cues, matcher->cue_count, &matcher->cue_capacity, sizeof *matcher->cues))
        return MATCHER_NO_MEMORY;
    matcher->cues[matcher->cue_count++] = cue;
    return MATCHER_ADDED;
}

/* --- Compiling ----------------------------------------------------------------------------- */

/* Whether a piece that ends in the node may end inside a word. */
static bool ends_inside(const struct matcher *matcher, int32_t node)
{
    if (matcher->nodes[node].piece < 0)
        node = matcher->nodes[node].dictionary;
    for (; node >= 0; node = matcher->nodes[node].dictionary)
        for (int32_t i = matcher->nodes[node].piece; i >= 0; i = matcher->pieces[i].same_end)
            if (!matcher->pieces[i].at_end)
                return true;
    return false;
}

/* Most ways lead to a node where nothing ends, or only whole words do: the run need not look there. */
static bool flag_outputs(struct matcher *matcher)
{
    int32_t *flags = calloc(matcher->node_count, sizeof *flags);
    if (!flags)
        return false;
    for (size_t i = 0; i < matcher->node_count; i++) {
        const struct node *node = &matcher->nodes[i];
        if (node->piece >= 0 || node->dictionary >= 0)
            flags[i] = ends_inside(matcher, (int32_t)i) ? FLAGS : OUTPUT_FLAG;
    }
    for (size_t i = 0; i < matcher->node_count * CLASS_COUNT; i++)
        matcher->next[i] |= flags[matcher->next[i]];
    free(flags);
    return true;
}

/*
 * Gives the nodes new numbers in the order of the queue, the root first: those near the root, where a run is most of
 * the time, then lie close together.
 */
static bool renumber(struct matcher *matcher, const int32_t *queue)
{
    size_t count = matcher->node_count;
    struct node *nodes = malloc(count * sizeof *nodes);
    int32_t *next = malloc(count * CLASS_COUNT * sizeof *next), *numbers = malloc(count * sizeof *numbers);
    bool good = nodes && next && numbers;
    for (size_t i = 0; good && i < count; i++)
        numbers[i == 0 ? 0 : queue[i - 1]] = (int32_t)i;
    for (size_t i = 0; good && i < count; i++) {
        const struct node *node = &matcher->nodes[i];
        int32_t number = numbers[i];
        nodes[number] = (struct node){.fail = numbers[node->fail],
                                      .piece = node->piece,
                                      .dictionary = node->dictionary < 0 ? -1 : numbers[node->dictionary]};
        for (size_t class = 0; class < CLASS_COUNT; class ++)
            next[(size_t)number * CLASS_COUNT + class] = numbers[matcher->next[i * CLASS_COUNT + class]];
    }
    free(numbers);
    if (!good) {
        free(nodes);
        free(next);
        return false;
    }
    free(matcher->nodes);
    free(matcher->next);
    matcher->nodes = nodes;
    matcher->next = next;
    matcher->node_capacity = count;
    matcher->next_capacity = count * CLASS_COUNT;
    return true;
}

/* Breadth first: every node's fail is shallower than itself, so it is already finished. */
bool matcher_compile(struct matcher *matcher)
{
    int32_t *queue = malloc((matcher->node_count + 1) * sizeof *queue);
    if (!queue)
        return false;
    size_t head = 0, tail = 0;
    for (size_t class = 0; class < CLASS_COUNT; class ++) {
        int32_t *child = &matcher->next[class];
        if (*child > 0)
            queue[tail++] = *child;
        else
            *child = 0;
    }
    while (head < tail) {
        int32_t node = queue[head++];
        struct node *self = &matcher->nodes[node];
        const struct node *fail = &matcher->nodes[self->fail];
        self->dictionary = fail->piece >= 0 ? self->fail : fail->dictionary;
        for (size_t class = 0; class < CLASS_COUNT; class ++) {
            int32_t *child = &matcher->next[(size_t)node * CLASS_COUNT + class];
            int32_t way = matcher->next[(size_t)self->fail * CLASS_COUNT + class];
            if (*child < 0) {
                *child = class == 0 ? 0 : way;
            } else {
                matcher->nodes[*child].fail = way;
                queue[tail++] = *child;
            }
        }
    }
    bool good = renumber(matcher, queue) && flag_outputs(matcher);
    free(queue);
    return good;
}
