#ifndef RUECKRUF_CORE_STORE_WRITE_NOTES_H
#define RUECKRUF_CORE_STORE_WRITE_NOTES_H

/*
 * The notes of the lists in the stage of a writer: which recall a note belongs to, where it says so, and the numbers
 * that stand in notes: what is shown with every recall of the list must find it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/recall.h"

struct sqlite3;
struct store_publishing;

/*
 * Tables of the attached database "stage": of each source the notes that it lists, where first, and, once they are
 * linked, the recall that they belong to; and the part numbers of the recalls of such sources.
 */
extern const char store_notes_tables[];

/* After the last entry: links each note to the recall that it names. */
bool store_notes_link(const struct store_publishing *publishing, struct error *error);

/* Numbers of all notes, by source. Zero-initialise. */
struct note_numbers {
    struct note_number {
        int64_t source_id;
        int64_t number; /* of the only recall that the note belongs to; -1: of all in the list */
        char digits[32];
    } * items;
    size_t count, capacity;
};
bool note_numbers_read(struct note_numbers *numbers, struct sqlite3 *database, const char *what, struct error *error);
void note_numbers_free(struct note_numbers *numbers);

#endif
