#ifndef RUECKRUF_CORE_STORE_H
#define RUECKRUF_CORE_STORE_H

/*
 * The published database: one immutable SQLite file, opened read-only without locks. Recalls
 * are numbered by rank: 0 is the newest, undated ones come last.
 *
 * Everything read is checked against its checksum; damage is ERROR_DAMAGED, never a wrong text.
 * A store belongs to one thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/recall.h"

enum {
    STORE_APPLICATION_ID = 0x52556b66, /* "RUkf" */
    STORE_SCHEMA_VERSION = 7,
};

struct store;

struct store_info {
    uint32_t recall_count;
    uint32_t note_count;
    uint32_t source_count;
    int schema_version;
    const char *built;    /* when it was made, ISO 8601 in UTC; borrowed from the store */
    const char *checksum; /* of the whole content, 32 hexadecimal digits; borrowed */
    uint64_t rules_fingerprint;
    int64_t newest_added; /* when the newest of its recalls came in, in seconds since 1970 */
};

struct store_source {
    const char *name;
    const char *format;
    const char *authority;
    const char *encoding;
    const char *imported; /* ISO 8601 in UTC */
    const char *checksum; /* of all its values' bytes, 32 hexadecimal digits */
    uint64_t size_bytes;
    uint64_t value_count; /* records that it held */
};

/* ERROR_NO_DATABASE, ERROR_NEWER, ERROR_DAMAGED or ERROR_SYSTEM; each says what to do. */
bool store_open(const char *path, struct store **store, struct error *error);
void store_close(struct store *store);

/* As it was opened; borrowed, as the strings of the description are. */
const char *store_path(const struct store *store);
struct store_info store_info(const struct store *store);
/* Whether the file at the store's path is no longer the one that is open. */
bool store_is_replaced(const struct store *store);

/* Strings live in arena. */
bool store_fetch(struct store *store, uint32_t rank, struct arena *arena, struct recall *recall, struct error *error);
bool store_fetch_summary(struct store *store, uint32_t rank, struct arena *arena, struct recall_summary *summary,
                         struct error *error);

/* What words are looked for in, and nothing else. */
struct store_words {
    struct text_view headline;
    struct text_view text;
    struct text_view names; /* make, models, the source's own number, part numbers: one to a line, with a semicolon */
};

/* One of the three, each borrowed until its next call on this store. */
bool store_fetch_text(struct store *store, uint32_t rank, struct text_view *text, struct error *error);
bool store_fetch_headline(struct store *store, uint32_t rank, struct text_view *headline, struct error *error);
bool store_fetch_names(struct store *store, uint32_t rank, struct text_view *names, struct error *error);

/* The rank of the recall with that id, upper or lower case; ERROR_NOT_FOUND when there is none. */
bool store_find_id(struct store *store, const char *id, uint32_t *rank, struct error *error);

/* All sources, in the order in which they first came; array and strings live in arena. */
bool store_list_sources(struct store *store, struct arena *arena, struct store_source **sources, size_t *count,
                        struct error *error);

/*
 * Reads everything: SQLite's own check, every checksum, every count. Calls progress (may be NULL)
 * now and then with the part done, 0 to 1; it may return false to stop (ERROR_INTERRUPTED).
 */
bool store_check(struct store *store, bool (*progress)(void *context, double done), void *context, struct error *error);

/*
 * The values of a source in their order, as the bytes they had in the file; each is valid during its call. One too long
 * to come at once comes in pieces, is_rest with all but the first. The visitor returns false to stop. ERROR_NOT_FOUND: the
 * database has no source of this name.
 */
typedef bool store_visitor(void *context, size_t position, struct text_view raw, bool is_rest);
bool store_visit_source(struct store *store, const char *source, store_visitor *visit, void *context,
                        struct error *error);

#endif
