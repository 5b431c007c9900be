#ifndef RUECKRUF_TUI_HINTS_H
#define RUECKRUF_TUI_HINTS_H

/*
 * The next useful keys on the status line. What a person has used once is known: it makes room for the next, unless
 * all hints are wanted.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include "tui/browser.h"

/* What there is on the screen to be acted upon: nothing else is offered. */
struct hint_scene {
    uint32_t hit_count; /* rows of the list */
    bool is_searching;
    size_t relaxation_count; /* proposals with a letter each */
    bool has_marked_hits;    /* places in the text that match the query */
    bool has_contact;        /* the recall names a web address or a phone number */
    bool has_more_rows;      /* what is read (a text, a paper, that nothing was found) is longer than its place */
};

/* Appends as many hints as fit whole into width columns, the most useful first, three blanks between them. */
void hints_append(const struct browser *browser, const struct hint_scene *scene, size_t width, struct buffer *out);

#endif
