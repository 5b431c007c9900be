#ifndef RUECKRUF_CORE_MEMORY_H
#define RUECKRUF_CORE_MEMORY_H

/*
 * The two ways in which the program holds memory of unknown size: a buffer
 * that grows at its end, and an arena whose pieces are all released together.
 *
 * Both carry their failure with them: once an allocation has failed, every
 * further call does nothing, and the owner asks once, at the end.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed bytes, not terminated. In our own data always valid UTF-8 unless said otherwise. */
struct text_view {
    const char *bytes;
    size_t length;
};

#define TEXT_VIEW(literal) ((struct text_view){(literal), sizeof(literal) - 1})

struct text_view text_view_of(const char *string); /* NULL gives the empty view */
bool text_view_equal(struct text_view a, struct text_view b);
int text_view_compare(struct text_view a, struct text_view b); /* in the order of bytes, as strcmp() */

/*
 * For programs of which many run at once: what is freed goes back to the system soon instead of being kept for later.
 * Called once, at the beginning.
 */
void memory_keep_little(void);

/*
 * For programs with arrays that grow to many MB: those lie by themselves, so that what they leave as they grow goes
 * back to the system. Called once, at the beginning.
 */
void memory_keep_large_apart(void);

/*
 * Gives back to the system what has been freed, where each thread would keep its own of it for later: after work that
 * needed much of it.
 */
void memory_give_back(void);

/* A growing run of bytes, always followed by a zero byte that is not counted. Zero-initialise it. */
struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
    bool failed; /* an allocation failed; the content is no longer complete */
};

/* Each appends at the end, copying; what has no room any more sets failed. */
void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_view(struct buffer *buffer, struct text_view view);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_byte(struct buffer *buffer, char byte);
void buffer_append_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buffer_reserve(struct buffer *buffer, size_t additional); /* false when memory is out */
void buffer_clear(struct buffer *buffer);                      /* keeps the memory */
void buffer_clear_large(struct buffer *buffer, size_t most);   /* keeps it if it is not of more bytes */
void buffer_free(struct buffer *buffer);
struct text_view buffer_view(const struct buffer *buffer); /* borrowed until the next append */

/* Memory that is given back as a whole. */
struct arena;
struct arena *arena_new(void); /* NULL when memory is out */
void arena_free(struct arena *arena);
void arena_clear(struct arena *arena); /* everything handed out becomes invalid; keeps a little of the memory */
bool arena_failed(const struct arena *arena);

/* Zeroed memory, aligned for any type; NULL when memory is out (then arena_failed() is true). */
void *arena_allocate(struct arena *arena, size_t size);

/* An array of count elements of size bytes; NULL also when the product overflows. */
void *arena_allocate_array(struct arena *arena, size_t count, size_t size);

/* A zero-terminated copy; NULL when memory is out. */
char *arena_copy(struct arena *arena, struct text_view view);
/* Likewise of what the buffer holds; NULL too when the buffer has failed, and the arena has then failed with it. */
char *arena_keep(struct arena *arena, const struct buffer *buffer);
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * For arrays that grow by doubling: makes room for one element more, or so many, in *items (malloc'd, of
 * *capacity elements of element_size bytes, count of them used). False when memory is out; then
 * nothing has changed.
 */
bool array_reserve(void *items, size_t count, size_t *capacity, size_t element_size);
bool array_reserve_many(void *items, size_t count, size_t additional, size_t *capacity, size_t element_size);
/* Has no elements any more; keeps the memory if it is not of more than so many. */
void array_clear_large(void *items, size_t *capacity, size_t most);
/* The same with memory of the arena, where the smaller arrays stay until it goes. */
bool arena_reserve(struct arena *arena, void *items, size_t count, size_t *capacity, size_t element_size);

#endif
