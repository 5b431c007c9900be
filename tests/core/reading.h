#ifndef RUECKRUF_TESTS_READING_H
#define RUECKRUF_TESTS_READING_H

/* For tests: a whole file read at once, and files made for the occasion. */

#include "core/reader.h"

struct reading {
    bool opened;
    struct error error; /* of opening, or of the value it stopped at */
    char format[16];
    char encoding[24];
    struct raw_record *records; /* deep copies, as those of rejects */
    size_t record_count;
    size_t record_capacity;
    struct raw_reject *rejects;
    size_t reject_count;
    size_t reject_capacity;
    size_t vehicle_count;
    size_t repaired;
    size_t campaign_count; /* distinct ones */
    uint64_t offset_bytes;
    struct arena *arena;
};

/* Reads all of it. options NULL: none. */
void reading_open(struct reading *reading, const char *path, const struct reader_options *options);
/* The same with a file that is made of the bytes, or the string. */
void reading_open_bytes(struct reading *reading, const void *bytes, size_t length,
                        const struct reader_options *options);
void reading_open_text(struct reading *reading, const char *text, const struct reader_options *options);
void reading_close(struct reading *reading);

/* Fail the test that is running when it is something else; a vehicle's model may be NULL, a reject begins so. */
void reading_expect_view(struct text_view view, const char *text);
void reading_expect_vehicle(const struct raw_record *record, size_t index, const char *make, const char *model,
                            int from, int to);
void reading_expect_reject(const struct reading *reading, size_t index, size_t line, uint64_t offset_bytes,
                           const char *reason, const char *begin);

/* The path of a file in tests/data/formats; static memory. */
const char *reading_fixture(const char *name);

/* The path of a file in the folder that REAL_DATA names; NULL without it. Static memory. */
const char *reading_real(const char *name);

/* Writes bytes to a new file below TMPDIR and gives its path, to be removed and freed by reading_remove(). */
char *reading_write(const void *bytes, size_t length);
void reading_remove(char *path);

/* The record of that campaign with that model; NULL. model NULL: any. */
const struct raw_record *reading_find(const struct reading *reading, const char *campaign, const char *model);

/* The index-th of the stated facts of the kind; NULL. */
const char *reading_stated(const struct raw_record *record, enum fact_kind kind, size_t index);

#endif
