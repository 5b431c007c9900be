/*
 * However a text is written, the rules say the same of it: decomposed letters, capitals, umlauts spelled out, soft
 * hyphens, words broken at the ends of lines. Over all texts with known answers.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/understand.h"
#include "tests/accuracy/gold.h"

typedef void write_function(struct text_view text, struct buffer *written);

struct letter {
    const char *composed, *decomposed, *capital, *digraph;
};

static const struct letter letters[] = {
    {"ä", "a\xCC\x88", "Ä", "ae"}, {"ö", "o\xCC\x88", "Ö", "oe"}, {"ü", "u\xCC\x88", "Ü", "ue"},
    {"Ä", "A\xCC\x88", "Ä", "Ae"}, {"Ö", "O\xCC\x88", "Ö", "Oe"}, {"Ü", "U\xCC\x88", "Ü", "Ue"},
    {"ß", "ß", "SS", "ss"},        {"é", "e\xCC\x81", "É", "é"},  {"ë", "e\xCC\x88", "Ë", "ë"},
};

static const struct letter *find_letter(const char *bytes, size_t left)
{
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (left >= 2 && memcmp(bytes, letters[i].composed, 2) == 0)
            return &letters[i];
    return NULL;
}

static void write_decomposed(struct text_view text, struct buffer *written)
{
    for (size_t i = 0; i < text.length; i++) {
        const struct letter *letter = find_letter(text.bytes + i, text.length - i);
        buffer_append_string(written, letter ? letter->decomposed : (char[]){text.bytes[i], '\0'});
        i += letter != NULL;
    }
}

static void write_spelled_out(struct text_view text, struct buffer *written)
{
    for (size_t i = 0; i < text.length; i++) {
        const struct letter *letter = find_letter(text.bytes + i, text.length - i);
        buffer_append_string(written, letter ? letter->digraph : (char[]){text.bytes[i], '\0'});
        i += letter != NULL;
    }
}

static void write_capitals(struct text_view text, struct buffer *written)
{
    for (size_t i = 0; i < text.length; i++) {
        const struct letter *letter = find_letter(text.bytes + i, text.length - i);
        char byte = text.bytes[i];
        if (byte >= 'a' && byte <= 'z')
            byte = (char)(byte - 'a' + 'A');
        buffer_append_string(written, letter ? letter->capital : (char[]){byte, '\0'});
        i += letter != NULL;
    }
}

/* Puts joint into the middle of every word of small ASCII letters. */
static void write_broken(struct text_view text, const char *joint, struct buffer *written)
{
    enum { WORD_LEAST = 8 };
    for (size_t at = 0; at < text.length;) {
        size_t length = 0;
        while (at + length < text.length && text.bytes[at + length] >= 'a' && text.bytes[at + length] <= 'z')
            length++;
        bool is_address = memmem(text.bytes, at + length, "://", 3) != NULL;
        if (length >= WORD_LEAST && !is_address) {
            buffer_append(written, text.bytes + at, length / 2);
            buffer_append_string(written, joint);
            buffer_append(written, text.bytes + at + length / 2, length - length / 2);
        } else {
            length = length > 0 ? length : 1;
            buffer_append(written, text.bytes + at, length);
        }
        at += length;
    }
}

static void write_soft_hyphens(struct text_view text, struct buffer *written)
{
    write_broken(text, "\xC2\xAD", written);
}

static void write_line_ends(struct text_view text, struct buffer *written)
{
    write_broken(text, "-\n", written);
}

static const struct {
    const char *name;
    write_function *write;
} spellings[] = {{"decomposed", write_decomposed},
                 {"spelled out", write_spelled_out},
                 {"capitals", write_capitals},
                 {"soft hyphens", write_soft_hyphens},
                 {"broken lines", write_line_ends}};

static bool same_string(const char *a, const char *b)
{
    return a && b ? strcasecmp(a, b) == 0 : a == b;
}

static bool same_list(const struct string_list *a, const struct string_list *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_string(a->items[i], b->items[i]);
    return same;
}

/* What differs first; NULL: nothing does. Names with umlauts are as the text has them: their number is compared. */
static const char *find_difference(const struct recall *a, const struct recall *b)
{
    if (a->category_count != b->category_count ||
        memcmp(a->categories, b->categories, a->category_count * sizeof a->categories[0]) != 0)
        return "categories";
    if (a->hazards != b->hazards)
        return "hazards";
    if (a->remedies != b->remedies)
        return "remedies";
    if (!same_string(a->make, b->make))
        return "make";
    if (a->models.count != b->models.count)
        return "models";
    if (!same_list(&a->markets, &b->markets) || !same_list(&a->markets_excluded, &b->markets_excluded))
        return "markets";
    if (!same_string(a->started, b->started) || !same_string(a->ended, b->ended))
        return "dates";
    if (a->years.from != b->years.from || a->years.to != b->years.to)
        return "years";
    if (a->duration_minutes.from != b->duration_minutes.from || a->duration_minutes.to != b->duration_minutes.to)
        return "duration";
    if (a->cost != b->cost)
        return "cost";
    if (a->affected_world != b->affected_world || a->affected_germany != b->affected_germany)
        return "affected";
    if (!same_list(&a->phones, &b->phones) || a->parts.count != b->parts.count)
        return "numbers";
    return NULL;
}

static struct recall read_text(struct reading *reading, struct text_view text, struct arena *arena)
{
    struct recall recall = {.text = text, .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct error error = {0};
    if (!understand_recall(reading, &recall, arena, &error))
        abort();
    return recall;
}

static unsigned compare_spellings(struct reading *reading, const struct gold *gold, struct arena *arena)
{
    unsigned differences = 0;
    struct recall plain = read_text(reading, gold->text, arena);
    bool is_note = understand_is_note(reading, gold->text);
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        struct buffer written = {0};
        spellings[i].write(gold->text, &written);
        struct recall other = read_text(reading, buffer_view(&written), arena);
        const char *difference = find_difference(&plain, &other);
        if (!difference && is_note != understand_is_note(reading, buffer_view(&written)))
            difference = "note or recall";
        if (difference) {
            printf("%s, %s: other %s\n", gold->id, spellings[i].name, difference);
            differences++;
        }
        buffer_free(&written);
    }
    return differences;
}

int main(void)
{
    static const char *const files[] = {"seeds", "dev_de", "real_de"};
    struct rules *rules;
    struct error error = {0};
    struct arena *arena = arena_new();
    unsigned differences = 0, texts = 0;
    if (!arena || !rules_load(SRCDIR "/data/rules", NULL, &rules, &error)) {
        fprintf(stderr, "spellings: %s: %s\n", error.what, error.why);
        return EXIT_FAILURE;
    }
    struct reading *reading = reading_new(rules);
    if (!reading)
        return EXIT_FAILURE;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct gold *golds;
        size_t count;
        char path[1024];
        snprintf(path, sizeof path, "%s/tests/data/gold/%s.jsonl", SRCDIR, files[i]);
        if (!gold_read(path, arena, &golds, &count))
            return EXIT_FAILURE;
        for (size_t k = 0; k < count; k++)
            differences += compare_spellings(reading, &golds[k], arena);
        texts += (unsigned)count;
    }
    printf("%u texts, %u differences\n", texts, differences);
    reading_free(reading);
    rules_free(rules);
    arena_free(arena);
    return texts > 0 && differences == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
