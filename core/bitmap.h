#ifndef RUECKRUF_CORE_BITMAP_H
#define RUECKRUF_CORE_BITMAP_H

/*
 * A set of ranks as one bit each: what a search works with. A million recalls take 125 KB, so sets are united,
 * intersected and counted in microseconds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The processor's own counting instruction is chosen when the program is loaded, where the linker knows how. */
#if defined(__x86_64__) && defined(__ELF__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                 \
    !defined(__SANITIZE_THREAD__)
#define BITMAP_FOR_THIS_PROCESSOR __attribute__((target_clones("avx2", "popcnt", "default")))
#else
#define BITMAP_FOR_THIS_PROCESSOR
#endif

/* Zero-initialise. All sets that are combined must have the same size. */
struct bitmap {
    uint64_t *words;
    uint32_t size;     /* ranks that may be in it: 0 to size - 1 */
    size_t word_count; /* of whole chunks of BITMAP_CHUNK ranks */
};

enum { BITMAP_CHUNK = 65536, BITMAP_CHUNK_WORDS = BITMAP_CHUNK / 64 };

/* Makes it an empty set for size ranks; memory of the same size is used again. False: out of memory. */
bool bitmap_reset(struct bitmap *bitmap, uint32_t size);
void bitmap_free(struct bitmap *bitmap);

void bitmap_fill(struct bitmap *bitmap); /* every rank */
void bitmap_trim(struct bitmap *bitmap); /* takes out what lies behind size */
void bitmap_copy(struct bitmap *to, const struct bitmap *from);

static inline void bitmap_add(struct bitmap *bitmap, uint32_t rank)
{
    bitmap->words[rank / 64] |= UINT64_C(1) << rank % 64;
}

static inline void bitmap_remove(struct bitmap *bitmap, uint32_t rank)
{
    bitmap->words[rank / 64] &= ~(UINT64_C(1) << rank % 64);
}

static inline bool bitmap_has(const struct bitmap *bitmap, uint32_t rank)
{
    return rank < bitmap->size && bitmap->words[rank / 64] >> rank % 64 & 1;
}

/* Into bitmap: what either has; what both have; what the other has not. */
void bitmap_unite(struct bitmap *bitmap, const struct bitmap *other);
void bitmap_intersect(struct bitmap *bitmap, const struct bitmap *other);
void bitmap_subtract(struct bitmap *bitmap, const struct bitmap *other);
/* Whether any rank is in both. */
bool bitmap_intersects(const struct bitmap *bitmap, const struct bitmap *other);
uint32_t bitmap_count(const struct bitmap *bitmap);

/* The same of the ranks from start to before end. */
void bitmap_unite_between(struct bitmap *bitmap, const struct bitmap *other, uint32_t start, uint32_t end);
uint32_t bitmap_count_between(const struct bitmap *bitmap, uint32_t start, uint32_t end);

/* The smallest rank in the set that is at least rank; size when there is none. */
uint32_t bitmap_next(const struct bitmap *bitmap, uint32_t rank);

/* How many ranks below rank are in the set. */
uint32_t bitmap_count_below(const struct bitmap *bitmap, uint32_t rank);

/* The rank that has place others before it in the set; size when there are not so many. */
uint32_t bitmap_select(const struct bitmap *bitmap, uint32_t place);

#endif
