#ifndef RUECKRUF_TESTS_CORE_TEMPORARY_H
#define RUECKRUF_TESTS_CORE_TEMPORARY_H

/* For tests of what lies in temporary files. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include "core/error.h"

/* The file whose name is path with a suffix behind it; a test that runs beside has another one. */
struct temporary {
    char path[64];
    char file[80];
};
void temporary_name(struct temporary *temporary, const char *test, const char *suffix);

void temporary_write_over(const struct temporary *temporary, uint64_t place, const char *bytes, size_t length);

/* How many bytes of the disk it takes. */
uint64_t temporary_room(const struct temporary *temporary);
/* Whether this system and its file system give back the room of a part of a file. */
bool temporary_can_give_back(void);

/* No file may grow beyond that, until the limit is ended. */
struct rlimit temporary_limit(size_t bytes);
void temporary_end_limit(const struct rlimit *before);
/* It was reached, and the error says what to do. */
void temporary_expect_no_room(bool good, const struct error *error);

#endif
