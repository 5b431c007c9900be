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

static int32_t add_node(struct matcher *matcher, uint8_t class, uint8_t depth)
{
    if (!array_reserve(&matcher->nodes, matcher->node_count, &matcher->node_capacity, sizeof *matcher->nodes))
        return -1;
    matcher->nodes[matcher->node_count] =
        (struct node){.child = -1, .sibling = -1, .piece = -1, .dictionary = -1, .class = class, .depth = depth};
    matcher->shallow_count += depth <= SHALLOW_DEPTH;
    return (int32_t)matcher->node_count++;
}

struct matcher *matcher_new(void)
{
    struct matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher)
        return NULL;
    set_classes(matcher);
    if (add_node(matcher, 0, 0) != 0) {
        matcher_free(matcher);
        return NULL;
    }
    return matcher;
}

void matcher_free(struct matcher *matcher)
{
    if (!matcher)
        return;
    free(matcher->pieces);
    free(matcher->gap_cues);
    free(matcher->gap_masks);
    free(matcher->nodes);
    free(matcher->states);
    free(matcher->outputs);
    free(matcher->shallow);
    folded_free(&matcher->folded);
    free(matcher);
}

/* --- Adding -------------------------------------------------------------------------------- */

/* -1: there is none. */
static int32_t find_child(const struct matcher *matcher, int32_t node, uint8_t class)
{
    int32_t child = matcher->nodes[node].child;
    while (child >= 0 && matcher->nodes[child].class != class)
        child = matcher->nodes[child].sibling;
    return child;
}

/* Likewise; the child becomes the first, as pieces that are added one behind the other often begin alike. */
static int32_t take_child(struct matcher *matcher, int32_t node, uint8_t class)
{
    struct node *nodes = matcher->nodes;
    int32_t first = nodes[node].child, child = first, before = -1;
    for (; child >= 0 && nodes[child].class != class; child = nodes[child].sibling)
        before = child;
    if (child >= 0 && before >= 0) {
        nodes[before].sibling = nodes[child].sibling;
        nodes[child].sibling = first;
        nodes[node].child = child;
    }
    return child;
}

/* The node's child behind the byte, made if there is none; -1: out of memory. */
static int32_t child_of(struct matcher *matcher, int32_t node, unsigned char byte)
{
    uint8_t class = matcher->classes[byte];
    int32_t child = take_child(matcher, node, class);
    if (child >= 0)
        return child;
    child = add_node(matcher, class, (uint8_t)(matcher->nodes[node].depth + 1));
    if (child >= 0) {
        matcher->nodes[child].sibling = matcher->nodes[node].child;
        matcher->nodes[node].child = child;
    }
    return child;
}

static bool add_piece(struct matcher *matcher, struct text_view text, struct piece piece)
{
    int32_t node = 0;
    for (size_t i = 0; i < text.length && node >= 0; i++)
        node = child_of(matcher, node, (unsigned char)text.bytes[i]);
    if (node < 0)
        return false;
    if (!array_reserve(&matcher->pieces, matcher->piece_count, &matcher->piece_capacity, sizeof *matcher->pieces))
        return false;
    piece.length = (uint8_t)text.length;
    piece.same_end = matcher->nodes[node].piece;
    piece.node = (uint32_t)node;
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

static enum matcher_result add_pieces(struct matcher *matcher, struct text_view rest, struct piece *piece)
{
    for (; rest.length > 0; piece->place++) {
        struct text_view text = take_piece(&rest);
        enum matcher_result result =
            piece->place == PIECES_MAX ? MATCHER_NOTHING_TO_FIND : add_choices(matcher, text, *piece);
        if (result != MATCHER_ADDED)
            return result;
    }
    return piece->place > 0 ? MATCHER_ADDED : MATCHER_NOTHING_TO_FIND;
}

/* The first pieces of a cue that is none must not become the next one's. */
static void take_back(struct matcher *matcher, size_t piece_count)
{
    while (matcher->piece_count > piece_count) {
        const struct piece *last = &matcher->pieces[--matcher->piece_count];
        matcher->nodes[last->node].piece = last->same_end;
    }
}

/* What all pieces of a cue know is known only behind its last. */
static void finish_cue(struct matcher *matcher, size_t first, uint8_t piece_count)
{
    for (size_t i = first; i < matcher->piece_count; i++) {
        matcher->pieces[i].piece_count = piece_count;
        matcher->pieces[i].gap_cue = (uint32_t)matcher->gap_cue_count;
    }
    matcher->gap_cue_count += piece_count > 1;
    matcher->cue_count++;
}

enum matcher_result matcher_add(struct matcher *matcher, struct text_view written, enum matcher_mode mode)
{
    if (!text_fold(written, FOLD_BASE, &matcher->folded))
        return MATCHER_NO_MEMORY;
    drop_idle_marks(&matcher->folded.text);
    bool whole = mode != MATCHER_STEM;
    size_t first = matcher->piece_count;
    struct piece piece = {
        .cue = (uint32_t)matcher->cue_count, .mode = (uint8_t)mode, .at_start = whole, .at_end = whole};
    enum matcher_result result = add_pieces(matcher, buffer_view(&matcher->folded.text), &piece);
    if (result == MATCHER_ADDED)
        finish_cue(matcher, first, piece.place);
    else
        take_back(matcher, first);
    return result;
}

enum matcher_result matcher_add_phrase(struct matcher *matcher, struct text_view phrase, uint32_t number)
{
    if (!is_findable(matcher, phrase))
        return MATCHER_NOTHING_TO_FIND;
    const struct piece piece = {.cue = number, .mode = MODE_PHRASE, .piece_count = 1};
    return add_piece(matcher, phrase, piece) ? MATCHER_ADDED : MATCHER_NO_MEMORY;
}

/* --- Compiling ----------------------------------------------------------------------------- */

/* Most ways lead to a state where nothing ends, or only whole words do: the run need not look there. */
static uint32_t flags_of(const struct matcher *matcher, const struct node *node)
{
    uint32_t flags = node->dictionary < 0 ? 0 : matcher->nodes[node->dictionary].flags;
    for (int32_t i = node->piece; i >= 0; i = matcher->pieces[i].same_end)
        flags |= matcher->pieces[i].at_end ? OUTPUT_FLAG : FLAGS;
    return flags;
}

/* The child's fail: what follows its letter behind its parent's fail, or behind that one's fail ... */
static int32_t fail_of(const struct matcher *matcher, int32_t parent, uint8_t class)
{
    const struct node *nodes = matcher->nodes;
    while (parent != 0) {
        parent = nodes[parent].fail;
        if (nodes[parent].depth <= SHALLOW_DEPTH)
            return (int32_t)matcher->shallow[nodes[parent].number * CLASS_COUNT + class];
        int32_t child = find_child(matcher, parent, class);
        if (child >= 0)
            return child;
    }
    return 0;
}

/*
 * The row of a node near the root, which is the so manieth: where its children are, else what the row of its fail,
 * filled before, says. As yet nodes, not states.
 */
static void fill_row(struct matcher *matcher, int32_t number, size_t place)
{
    struct node *nodes = matcher->nodes, *node = &nodes[number];
    uint32_t *row = &matcher->shallow[place * CLASS_COUNT];
    node->number = (uint32_t)place;
    if (place > 0)
        memcpy(row, &matcher->shallow[nodes[node->fail].number * CLASS_COUNT], CLASS_COUNT * sizeof *row);
    for (int32_t child = node->child; child >= 0; child = nodes[child].sibling)
        row[nodes[child].class] = (uint32_t)child;
}

static void fetch_node(const struct matcher *matcher, int32_t number)
{
    if (number >= 0)
        __builtin_prefetch(&matcher->nodes[number]);
}

/* Memory is asked early for what the nodes behind this one in the queue need: it lies anywhere. */
static void fetch_ahead(const struct matcher *matcher, const int32_t *queue, size_t count)
{
    enum { FAR = 24, NEAR = 12, NEXT = 6 };
    if (count <= FAR)
        return;
    const struct node *nodes = matcher->nodes, *near = &nodes[queue[NEAR]];
    fetch_node(matcher, queue[FAR]);
    fetch_node(matcher, near->child);
    fetch_node(matcher, near->fail);
    fetch_node(matcher, nodes[nodes[queue[NEXT]].fail].child);
}

/*
 * Breadth first: a node's fail is shallower than itself, so it is already finished. Into queue go all nodes in that
 * order, first those near the root, whose rows are filled and numbers given.
 */
static void link_nodes(struct matcher *matcher, int32_t *queue)
{
    size_t count = 1;
    queue[0] = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t parent = queue[i];
        fetch_ahead(matcher, queue + i, count - i);
        if (i < matcher->shallow_count)
            fill_row(matcher, parent, i);
        for (int32_t child = matcher->nodes[parent].child; child >= 0; child = matcher->nodes[child].sibling) {
            struct node *node = &matcher->nodes[child];
            node->fail = fail_of(matcher, parent, node->class);
            const struct node *shorter = &matcher->nodes[node->fail];
            node->dictionary = shorter->piece >= 0 ? node->fail : shorter->dictionary;
            node->flags = flags_of(matcher, node);
            queue[count++] = child;
        }
    }
}

/* Numbers the children of a node, which thereby stand side by side; returns the next number. */
static uint32_t number_children(struct matcher *matcher, int32_t parent, uint32_t number)
{
    struct node *nodes = matcher->nodes;
    for (int32_t child = nodes[parent].child; child >= 0; child = nodes[child].sibling)
        nodes[child].number = number++;
    return number;
}

/* Numbers the nodes behind those near the root, which are as they are queued: family by family, depth first. */
static void number_nodes(struct matcher *matcher, const int32_t *queue)
{
    struct node *nodes = matcher->nodes;
    uint32_t number = (uint32_t)matcher->shallow_count;
    int32_t stack[(PIECE_BYTES + 1) * CLASS_COUNT]; /* a family for each letter */
    for (size_t i = 0; i < matcher->shallow_count; i++) {
        size_t height = 0;
        if (nodes[queue[i]].depth == SHALLOW_DEPTH)
            stack[height++] = queue[i];
        while (height > 0) {
            int32_t parent = stack[--height];
            number = number_children(matcher, parent, number);
            for (int32_t child = nodes[parent].child; child >= 0; child = nodes[child].sibling)
                if (nodes[child].child >= 0)
                    stack[height++] = child;
        }
    }
}

static uint8_t count_children(const struct matcher *matcher, const struct node *node)
{
    uint8_t count = 0;
    for (int32_t child = node->child; child >= 0; child = matcher->nodes[child].sibling)
        count++;
    return count;
}

static void fill_states(struct matcher *matcher)
{
    const struct node *nodes = matcher->nodes;
    for (size_t i = 0; i < matcher->node_count; i++) {
        const struct node *node = &nodes[i];
        matcher->states[node->number] = (struct state){.child = node->child < 0 ? 0 : nodes[node->child].number,
                                                       .fail = nodes[node->fail].number,
                                                       .child_count = count_children(matcher, node),
                                                       .class = node->class,
                                                       .flags = (uint8_t)(node->flags >> FLAGS_SHIFT),
                                                       .depth = node->depth};
        matcher->outputs[node->number] =
            (struct output){node->piece, node->dictionary < 0 ? -1 : (int32_t)nodes[node->dictionary].number};
    }
}

/* What the rows say becomes states, with their flags. */
static void finish_rows(struct matcher *matcher)
{
    for (size_t i = 0; i < matcher->shallow_count * CLASS_COUNT; i++) {
        const struct node *node = &matcher->nodes[matcher->shallow[i]];
        matcher->shallow[i] = node->number | node->flags;
    }
}

bool matcher_compile(struct matcher *matcher)
{
    int32_t *queue = malloc(matcher->node_count * sizeof *queue);
    matcher->states = malloc(matcher->node_count * sizeof *matcher->states);
    matcher->outputs = malloc(matcher->node_count * sizeof *matcher->outputs);
    matcher->shallow = calloc(matcher->shallow_count * CLASS_COUNT, sizeof *matcher->shallow);
    bool good = queue && matcher->states && matcher->outputs && matcher->shallow;
    if (good) {
        link_nodes(matcher, queue);
        number_nodes(matcher, queue);
        fill_states(matcher);
        finish_rows(matcher);
        good = matcher_sort_pieces(matcher);
    }
    free(queue);
    free(matcher->nodes);
    matcher->nodes = NULL;
    return good;
}
