#ifndef RUECKRUF_CORE_READER_JSON_H
#define RUECKRUF_CORE_READER_JSON_H

/*
 * JSON objects of recalls, for the readers that meet them. SQLite's own functions read the JSON, in a database that is
 * never written to.
 *
 * An object says what it says under the contract's keys, and all of it counts as stated by its source. Those that were
 * exported here have a key more, "stated": an object with what the recall's source had stated, under the same keys.
 * Of such a one only this, the text and the campaign are taken: the other facts were read from the text, and are again.
 */

#include "core/hash_set.h"
#include "core/reader_draft.h"

struct sqlite3;
struct sqlite3_stmt;

struct reader_json {
    struct sqlite3 *database;
    struct sqlite3_stmt *check;    /* what ?1 is: enum json_shape */
    struct sqlite3_stmt *members;  /* of the object ?1 */
    struct sqlite3_stmt *nested;   /* likewise, of an array or object in it */
    struct sqlite3_stmt *vehicles; /* of the array ?1 */
    struct sqlite3_stmt *elements; /* of the array in the document ?1 */
    struct hash_set unread;        /* names of members that nothing was read from */
};

/* Makes the reader's own, which it frees when it is closed, unless it has one; false: out of memory. */
bool reader_json_new(struct reader *reader);
void reader_json_free(struct reader_json *json); /* NULL is fine */

/* An object, or a document: an array, or an object with an array of results in it. */
enum json_shape { JSON_NONE, JSON_OBJECT, JSON_DOCUMENT };
/* What the text is; JSON_NONE also when memory is out. */
enum json_shape reader_json_shape(struct reader_json *json, struct text_view text);

/* Begins a statement anew with the text as ?1, which must live until the statement is stepped through or reset. */
void reader_json_bind(struct sqlite3_stmt *statement, struct text_view text);

/* A column of the statement's row, borrowed until its next step; empty for NULL. It may be no valid UTF-8. */
struct text_view reader_json_column(struct sqlite3_stmt *row, int index);

/*
 * Puts an object's members into the draft, and tells the reader of those that have no meaning. The reader must have its
 * reader_json. False when it is no valid JSON object; *repaired grows by the characters that were no valid text,
 * *of_nhtsa becomes true when the campaign's number is called as NHTSA calls it. When memory is out, it is
 * reader->text or the arena that has failed.
 */
bool reader_json_put(struct reader_draft *draft, struct text_view object, size_t *repaired, bool *of_nhtsa);

/*
 * Of a draft that has what its source stated as an object: takes that for all it has beside campaign, authority and
 * text. *repaired grows as above. Other drafts stay as they are.
 */
void reader_json_put_stated(struct reader_draft *draft, size_t *repaired);

#endif
