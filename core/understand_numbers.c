#include "core/understand_internal.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A run of digits, with the blanks, slashes and dashes that typography puts between them. */
struct digits {
    size_t start, end; /* in the folded text, without trailing separators */
    char bytes[32];    /* the digits alone */
    size_t count;
};

static bool take_digits(const char *text, size_t at, struct digits *digits)
{
    *digits = (struct digits){.start = at};
    for (; text[at]; at++) {
        if (is_digit(text[at])) {
            if (digits->count + 1 >= sizeof digits->bytes)
                return false;
            digits->bytes[digits->count++] = text[at];
            digits->end = at + 1;
        } else if (!(strchr(" /-()", text[at]) && digits->count > 0 && at - digits->end < 2)) {
            break;
        }
    }
    return digits->count > 0;
}

static bool has_before(const char *text, size_t at, size_t reach, const char *words)
{
    size_t start = at > reach ? at - reach : 0;
    return memmem(text + start, at - start, words, strlen(words)) != NULL;
}

static void add_item(struct string_list *list, const char *item, struct arena *arena)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return;
    const char **items = arena_allocate_array(arena, list->count + 1, sizeof *items);
    if (!items || !item)
        return;
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    items[list->count] = item;
    list->items = items;
    list->count++;
}

static void find_digits(const struct reading *reading, struct recall *recall, struct arena *arena)
{
    static const char *const part_cues[] = {"teilenr", "teilenummer", "teile nr", "etnr", "sachnummer", "part number", NULL};
    static const char *const phone_cues[] = {"hotline", "telefon", "tel.", "rufnummer", "phone", NULL};
    const char *text = reading->folded.text.bytes;
    for (size_t at = 0; text[at]; at++) {
        struct digits digits;
        bool begins = is_digit(text[at]) && (at == 0 || !fold_is_word_byte((unsigned char)text[at - 1]));
        if (!begins || !take_digits(text, at, &digits))
            continue;
        bool part = false, phone = false;
        for (size_t i = 0; part_cues[i]; i++)
            part = part || has_before(text, at, 40, part_cues[i]);
        for (size_t i = 0; phone_cues[i]; i++)
            phone = phone || has_before(text, at, 40, phone_cues[i]);
        char *copy = arena_copy(arena, (struct text_view){digits.bytes, digits.count});
        if (copy && part && digits.count >= 6)
            add_item(&recall->parts, copy, arena);
        else if (copy && (phone || digits.bytes[0] == '0') && digits.count >= 7 && digits.bytes[0] == '0')
            add_item(&recall->phones, copy, arena);
        at = digits.end - 1;
    }
}

/* Addresses are read from the original: folding would take away capitals. */
static void find_addresses(const struct reading *reading, struct recall *recall, struct arena *arena)
{
    static const char *const starts[] = {"https://", "http://", "www."};
    struct text_view text = reading->text;
    for (size_t at = 0; at < text.length; at++) {
        for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
            size_t length = strlen(starts[i]);
            if (text.length - at < length || strncasecmp(text.bytes + at, starts[i], length) != 0)
                continue;
            size_t end = at;
            while (end < text.length && (unsigned char)text.bytes[end] > ' ' && !strchr("<>\"", text.bytes[end]) &&
                   (unsigned char)text.bytes[end] < 0x7F)
                end++;
            while (end > at && strchr(".,;:)!?'", text.bytes[end - 1]))
                end--;
            add_item(&recall->urls, arena_copy(arena, (struct text_view){text.bytes + at, end - at}), arena);
            at = end;
            break;
        }
    }
}

void understand_numbers(const struct reading *reading, struct recall *recall, struct arena *arena)
{
    find_digits(reading, recall, arena);
    find_addresses(reading, recall, arena);
}
