#ifndef RUECKRUF_CORE_STORE_WRITE_INDEX_H
#define RUECKRUF_CORE_STORE_WRITE_INDEX_H

/* The last step of writing a database: its tables go through the index builder, in order of rank. */

#include <stdbool.h>

#include "core/error.h"

struct sqlite3;

bool store_write_index(struct sqlite3 *database, const char *what, const char *content_checksum, struct error *error);

#endif
