#include "core/understand_internal.h"

#include <string.h>

/*
 * An authority says with a label of its own which component a campaign concerns, also where its text is cut or wide.
 * A label may stand for several categories: "ENGINE" for fuel injection as well.
 */

/* What the labels of one recall may mean. */
struct meaning {
    uint32_t categories; /* bit 1 << enum category */
    enum category first; /* of the first label the one whose line stands first */
    bool is_open;        /* a label that no line has: it may mean anything */
};

/* Whether the label begins with the words, up to the end of a word. */
static bool begins_with(struct text_view label, const char *words, size_t length)
{
    return label.length >= length && memcmp(label.bytes, words, length) == 0 &&
           (label.length == length || !fold_is_word_byte((unsigned char)label.bytes[length]));
}

/* The length of the longest line that the label begins with; 0: no line has it. */
static size_t find_longest(const struct rules *rules, struct text_view label)
{
    size_t longest = 0;
    for (size_t i = rules_first_component(rules); i < rules_cue_count(rules); i++) {
        size_t length = strlen(rules_cue(rules, i)->text);
        if (length > longest && begins_with(label, rules_cue(rules, i)->text, length))
            longest = length;
    }
    return longest;
}

/* What is done with a label, in base form, and each line that says what it means; NULL: there is none. */
typedef void visit_function(void *context, struct text_view label, const struct rule_cue *cue);

static void visit_label(const struct rules *rules, struct text_view label, visit_function *visit, void *context)
{
    size_t longest = find_longest(rules, label);
    if (longest == 0)
        visit(context, label, NULL);
    for (size_t i = rules_first_component(rules); longest > 0 && i < rules_cue_count(rules); i++) {
        const struct rule_cue *cue = rules_cue(rules, i);
        if (strlen(cue->text) == longest && begins_with(label, cue->text, longest))
            visit(context, label, cue);
    }
}

static bool visit_labels(const struct rules *rules, const char *labels, visit_function *visit, void *context)
{
    struct folded folded = {0};
    bool good = true;
    while (labels && good) {
        const char *end = strstr(labels, COMPONENT_JOINT);
        size_t length = end ? (size_t)(end - labels) : strlen(labels);
        good = text_fold((struct text_view){labels, length}, FOLD_BASE, &folded);
        if (good)
            visit_label(rules, buffer_view(&folded.text), visit, context);
        labels = end ? end + strlen(COMPONENT_JOINT) : NULL;
    }
    folded_free(&folded);
    return good;
}

static void add_meaning(void *context, struct text_view label, const struct rule_cue *cue)
{
    struct meaning *meaning = context;
    (void)label;
    if (!cue) {
        meaning->is_open = true;
        return;
    }
    if (!meaning->categories)
        meaning->first = (enum category)cue->key;
    meaning->categories |= UINT32_C(1) << cue->key;
}

/* Puts the category first; the others keep their order. That the text names none is said no longer. */
static void put_first(struct recall *recall, enum category category)
{
    enum category categories[CATEGORY_COUNT] = {category};
    size_t count = 1;
    for (size_t i = 0; i < recall->category_count; i++)
        if (recall->categories[i] != category && recall->categories[i] != CATEGORY_OTHER)
            categories[count++] = recall->categories[i];
    memcpy(recall->categories, categories, count * sizeof categories[0]);
    recall->category_count = count;
}

bool understand_component(const struct rules *rules, struct recall *recall)
{
    struct meaning meaning = {.first = CATEGORY_OTHER};
    if (!recall->given || !recall->given->component)
        return true;
    if (!visit_labels(rules, recall->given->component, add_meaning, &meaning))
        return false;
    enum category primary = recall->categories[0];
    bool is_named = primary != CATEGORY_OTHER;
    if (!meaning.categories || meaning.categories >> primary & 1 || (meaning.is_open && is_named))
        return true;
    enum category best = meaning.first;
    for (size_t i = recall->category_count; i-- > 0;)
        if (meaning.categories >> recall->categories[i] & 1)
            best = recall->categories[i];
    put_first(recall, best);
    return true;
}

static void explain_meaning(void *context, struct text_view label, const struct rule_cue *cue)
{
    struct buffer *lines = context;
    if (cue)
        buffer_append_format(lines, "component %s  %.*s  (%s:%u)\n", category_names[cue->key].key, (int)label.length,
                             label.bytes, cue->file, cue->line);
}

bool understand_explain_component(const struct rules *rules, const char *labels, struct buffer *lines)
{
    return visit_labels(rules, labels, explain_meaning, lines);
}
