#ifndef RUECKRUF_CORE_STORE_SCHEMA_H
#define RUECKRUF_CORE_STORE_SCHEMA_H

/*
 * The tables of the published database. Written once by an import in order of rank, then never changed.
 *
 * meta      the description: how many there are of what, when it was made, by which rules, its checksum
 * source    the files that were imported
 * summary   what a list shows, slim, so that a page of it touches few pages of the file
 * recall    the rest of a recall: its facts, where in the text they were taken from, its vehicles, and, kept apart from
 *           what was read out of the text, what the source itself stated beside it, so that other rules can read the
 *           text again; all that packed as store_pack.h says, because whoever wants one of them wants all
 * name      what a search finds a recall by beside headline and text: one to a line, kept apart by semicolons
 * text      every distinct text once, of recalls and of notes
 * note      the completion notes
 * entry     every value of every source in its order: which recall or note it is, and its bytes (white space
 *           around the text, or all of it where the text was in another encoding). unlisted is 0, or
 *           the number of the import in which the source no longer had it
 * list_note the notes of each source, with the recall a note belongs to where the text says so
 *
 * Kinds are numbers, and bits of hazards, remedies, categories and advisories 1 << those, of the enums of recall.h, whose
 * order is therefore final. Numbers that are unknown are NULL. checksum columns are hash64 over the row's content; see store_row.c.
 */

#include <stddef.h>

extern const char *const store_schema_tables[];  /* CREATE TABLE statements, NULL at the end */
extern const char *const store_schema_indexes[]; /* CREATE INDEX statements, NULL at the end */

/* The page size of the published file: wide rows of the search index decide it. */
enum {
    STORE_PAGE_BYTES = 65536,
    STORE_MAP_BYTES = 2147418112, /* of a database that readers may map: the most that SQLite knows */
};

#endif
