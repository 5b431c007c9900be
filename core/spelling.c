#include "core/spelling.h"

enum { LETTERS_MOST = 64 }; /* of words that are compared */

static char letter(struct text_view word, size_t place, bool from_end)
{
    return word.bytes[from_end ? word.length - 1 - place : place];
}

/*
 * Levenshtein: row[k] becomes the edits between a and the first k letters of b, for as many as length; or, when both
 * are read from their ends, the last ones. False: all are more than most.
 */
static bool count_edits(struct text_view a, struct text_view b, size_t length, bool from_end, size_t most, size_t *row)
{
    for (size_t k = 0; k <= length; k++)
        row[k] = k;
    for (size_t i = 1; i <= a.length; i++) {
        size_t diagonal = row[0], best = i;
        row[0] = i;
        for (size_t k = 1; k <= length; k++) {
            size_t above = row[k];
            size_t change = diagonal + (letter(a, i - 1, from_end) != letter(b, k - 1, from_end));
            size_t other = (row[k - 1] < above ? row[k - 1] : above) + 1;
            row[k] = change < other ? change : other;
            best = row[k] < best ? row[k] : best;
            diagonal = above;
        }
        if (best > most)
            return false;
    }
    return true;
}

size_t spelling_edits(struct text_view a, struct text_view b, size_t most)
{
    size_t row[LETTERS_MOST + 1];
    if (a.length > LETTERS_MOST || b.length > LETTERS_MOST || a.length > b.length + most ||
        b.length > a.length + most || !count_edits(a, b, b.length, false, most, row))
        return most + 1;
    return row[b.length];
}

/* Of a word that others are joined to: their letters, and how many edits a part of so many letters may take. */
enum { PART_REST_LEAST = 3, PART_LETTERS_LEAST = 5, PART_LETTERS_LONG = 8 };

/* Edits between what is wanted and the end of a longer word that is most like it, of *length; more than most as above.
 */
static size_t end_distance(struct text_view wanted, struct text_view word, size_t most, size_t *length)
{
    size_t row[LETTERS_MOST + 1], longest = word.length - PART_REST_LEAST, found = most + 1;
    if (longest > wanted.length + most)
        longest = wanted.length + most;
    if (!count_edits(wanted, word, longest, true, most, row))
        return found;
    for (size_t k = 1; k <= longest; k++)
        if (row[k] < found) {
            found = row[k];
            *length = k;
        }
    return found;
}

struct spelling_nearness spelling_compare(struct text_view wanted, struct text_view word, size_t most)
{
    struct spelling_nearness nearest = {2 * spelling_edits(wanted, word, most / 2), 0, word.length};
    size_t edits = wanted.length >= PART_LETTERS_LONG ? 2 : 1, length;
    if (wanted.length < PART_LETTERS_LEAST || word.length > LETTERS_MOST ||
        word.length < wanted.length + PART_REST_LEAST - edits)
        return nearest;
    size_t distance = end_distance(wanted, word, edits, &length);
    if (distance <= edits && 2 * distance + 1 < nearest.cost && letter(word, length - 1, true) == wanted.bytes[0])
        nearest = (struct spelling_nearness){2 * distance + 1, word.length - length, length};
    return nearest;
}
