#ifndef RUECKRUF_CORE_STORE_TEXTS_H
#define RUECKRUF_CORE_STORE_TEXTS_H

/*
 * The texts of a new database: each is stored once, however often it comes. Who has one is told a number first, so that
 * the texts of the recalls can be written when their ranks are known, and lie in that order.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/key_numbers.h"
#include "core/memory.h"

struct sqlite3;
struct sqlite3_stmt;

/* Zero-initialise. */
struct store_texts {
    const char *what;
    struct sqlite3_stmt *insert;
    struct key_numbers numbers;
    uint32_t *ids; /* by number; 0: not written yet */
    size_t capacity;
    uint32_t count; /* of those that are written */
};

/* The table is there. Also after a failure the texts are to be closed. */
bool store_texts_open(struct store_texts *texts, struct sqlite3 *database, const char *what, struct error *error);
void store_texts_close(struct store_texts *texts);

/* By its checksum, store_text_checksum(), which is needed anyway, and a second, quick look. */
struct hash128 store_texts_key(struct text_view text, uint64_t checksum);

/* The number of the text that has the key. */
bool store_texts_number(struct store_texts *texts, struct hash128 key, uint32_t *number, struct error *error);

/* After the last number: gives back the memory that telling them needed. */
void store_texts_end(struct store_texts *texts);

/* The row of the text with that number, which is written when it is not there. */
bool store_texts_put(struct store_texts *texts, uint32_t number, struct text_view text, uint64_t checksum,
                     int64_t *text_id, struct error *error);

#endif
