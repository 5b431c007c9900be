#ifndef RUECKRUF_CORE_SPOOL_H
#define RUECKRUF_CORE_SPOOL_H

/*
 * A temporary file that grows at its end: pieces of bytes are put down, and taken up again in any order. The file is
 * made when the first pieces no longer fit into memory, and removed when the spool is closed; a killed program leaves
 * it. Each piece stands behind its length and a fingerprint: a piece that is not what was put down is an error.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"

struct spool;

/* Where a piece lies. */
struct spool_place {
    uint64_t offset_bytes;
    uint32_t length_bytes;
};

/* Its file is path with the suffix behind it; there must be none. ERROR_MEMORY. */
bool spool_open(const char *path, const char *suffix, struct spool **spool, struct error *error);
void spool_close(struct spool *spool); /* NULL is fine */

/*
 * Has another thread write what is put down, until the first of it is taken up: for many pieces beside other work. That
 * it can't be written is then told by a later piece, at the latest when one is taken up.
 */
void spool_write_behind(struct spool *spool);

/* Puts down what is in the views, one behind the other, as one piece. ERROR_SYSTEM: it can't be written. */
bool spool_put(struct spool *spool, const struct text_view *views, size_t count, struct spool_place *place,
               struct error *error);

/* Makes piece that piece, in place of what it holds. ERROR_SYSTEM: it can't be read, or is no longer what it was. */
bool spool_take(struct spool *spool, struct spool_place place, struct buffer *piece, struct error *error);

/* For one who takes up pieces that lie one behind the other: reads many at once. Zero-initialise; free its bytes. */
struct spool_window {
    struct buffer bytes; /* of the file, from there on: */
    uint64_t offset_bytes;
};
bool spool_take_near(struct spool *spool, struct spool_window *window, struct spool_place place, struct buffer *piece,
                     struct error *error);

/*
 * What lies from *offset_bytes to there is not taken up again: as far as the system can, its room is given back, in
 * large parts, and *offset_bytes moved behind them. A spool read to its end needs no room beside what is made of it.
 */
void spool_give_back(struct spool *spool, uint64_t *offset_bytes, uint64_t to_bytes);

#endif
