#ifndef RUECKRUF_CORE_STORE_INTERNAL_H
#define RUECKRUF_CORE_STORE_INTERNAL_H

/* For the modules that may speak SQL: the store's own files, the index, the import. */

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/memory.h"
#include "core/recall.h"
#include "core/store.h"

struct sqlite3;
struct sqlite3_stmt;

/* The open database, read-only; owned by the store. */
struct sqlite3 *store_database(const struct store *store);

/*
 * For one who goes through a large part of the database: its pages, which are mapped into memory and count as the
 * program's as long as they are, are let go of now and then, so that they are a few MB whatever the size.
 */
void store_spare_memory(struct store *store);

/* --- Small helpers over SQLite ------------------------------------------------------------- */

/* Before each opening of a database: says what the whole program wants of SQLite, which listens the first time. */
void sql_configure(void);

/* Runs statements without results. */
bool sql_run(struct sqlite3 *database, const char *what, const char *sql, struct error *error);
bool sql_prepare(struct sqlite3 *database, const char *what, const char *sql, struct sqlite3_stmt **statement,
                 struct error *error);
/* One step of a statement without results, and its reset. */
bool sql_execute(struct sqlite3_stmt *statement, const char *what, struct error *error);
/* Turns SQLite's last error into ours: damage, disk full, memory …; returns false. */
bool sql_error(struct sqlite3 *database, const char *what, struct error *error);
/* The database does not hold: why is a sentence marked with N_(); returns false. */
bool sql_damaged(const char *what, const char *why, struct error *error);

void sql_bind_string(struct sqlite3_stmt *statement, int index, const char *string); /* NULL: NULL */
void sql_bind_view(struct sqlite3_stmt *statement, int index, struct text_view text);
/* As a blob; NULL when there are none. */
void sql_bind_bytes(struct sqlite3_stmt *statement, int index, struct text_view bytes);
/* NULL when the number is the one that means unknown. */
void sql_bind_known(struct sqlite3_stmt *statement, int index, int64_t number, int64_t unknown);

/* A value of the row at hand: borrowed until the next step; copied, NULL for NULL; a number, unknown for NULL. */
struct text_view sql_column_view(struct sqlite3_stmt *statement, int column);
const char *sql_column_copy(struct sqlite3_stmt *statement, int column, struct arena *arena);
int64_t sql_column_known(struct sqlite3_stmt *statement, int column, int64_t unknown);

/* --- Rows ---------------------------------------------------------------------------------- */

/* What a recall is listed under; NULL: it has no date or make. Of several makes the first. */
const char *store_list_date(const struct recall *recall);
const char *store_list_make(const struct recall *recall);
const char *store_list_headline(const struct recall *recall);

/* Its categories as bits 1 << enum category. */
uint32_t store_category_bits(const struct recall *recall);

/* What the checksums of the rows are made of: all that is shown. facts: as store_pack_facts() makes them. */
uint64_t store_text_checksum(struct text_view text);
uint64_t store_summary_checksum(const struct recall_summary *summary, uint32_t categories);
uint64_t store_recall_checksum(struct text_view id, struct text_view headline, uint64_t text_checksum,
                               struct text_view facts);

/* store_fetch(), with the checksum that the recall has, and that holds. */
bool store_fetch_checked(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall,
                         uint64_t *checksum, struct error *error);

/* The checksum of a database's whole content: of all recalls in order of rank. */
enum { STORE_CHECKSUM_BYTES = 32 };
void store_content_checksum_begin(struct hash_state *state);
void store_content_checksum_add(struct hash_state *state, const char *id, uint64_t checksum);
void store_content_checksum_end(struct hash_state *state, char checksum[STORE_CHECKSUM_BYTES + 1]);

/*
 * Of a database that has just been written: SQLite's look at the pages of each table, on two threads, and the counts of
 * rows; without reading every text, and without looking whether a page belongs to two tables. Fails as store_open().
 */
bool store_check_quick(const char *path, struct error *error);

/* Who a recall is: its campaign, or its text without regard to white space. */
struct hash128 store_identity_of_campaign(const char *authority, const char *campaign);
struct hash128 store_identity_of_text(struct text_view text, struct buffer *scratch);
enum { STORE_IDENTITY_BYTES = 16, STORE_ID_BYTES = 10 };
uint64_t store_identity_key(const unsigned char bytes[STORE_IDENTITY_BYTES]); /* in the order of the bytes */
void store_identity_bytes(struct hash128 identity, unsigned char bytes[STORE_IDENTITY_BYTES]);
/* "4QXZ-7M2KD": 45 bits in Crockford's base 32; attempt > 0 gives the next choices when that is taken. */
void store_id_of_identity(const unsigned char identity[STORE_IDENTITY_BYTES], unsigned attempt,
                          char id[STORE_ID_BYTES + 1]);

#endif
