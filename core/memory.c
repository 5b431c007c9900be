#include "core/memory.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void memory_keep_little(void)
{
#if defined(__GLIBC__)
    enum { LARGE_BYTES = 32 * 1024, TOP_BYTES = 64 * 1024 };
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
    mallopt(M_TRIM_THRESHOLD, TOP_BYTES);
#endif
}

void memory_keep_large_apart(void)
{
#if defined(__GLIBC__)
    /* Said once, it does not grow with what is freed, as it would by itself. */
    enum { LARGE_BYTES = 1024 * 1024 };
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}

void memory_give_back(void)
{
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

struct text_view text_view_of(const char *string)
{
    return (struct text_view){string, string ? strlen(string) : 0};
}

bool text_view_equal(struct text_view a, struct text_view b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

int text_view_compare(struct text_view a, struct text_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

bool buffer_reserve(struct buffer *buffer, size_t additional)
{
    if (!buffer->failed && additional < buffer->capacity - buffer->length)
        return true;
    if (buffer->failed)
        return false;
    if (additional >= SIZE_MAX / 2 - buffer->length) {
        buffer->failed = true;
        return false;
    }
    size_t needed = buffer->length + additional + 1;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity : 64;
    while (capacity < needed)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    if (!buffer_reserve(buffer, length))
        return;
    if (length > 0)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_append_view(struct buffer *buffer, struct text_view view)
{
    buffer_append(buffer, view.bytes, view.length);
}

void buffer_append_string(struct buffer *buffer, const char *string)
{
    buffer_append(buffer, string, strlen(string));
}

void buffer_append_byte(struct buffer *buffer, char byte)
{
    if (!buffer_reserve(buffer, 1))
        return;
    buffer->bytes[buffer->length++] = byte;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        buffer->failed = true;
    else if (buffer_reserve(buffer, (size_t)length)) {
        vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

void buffer_clear_large(struct buffer *buffer, size_t most)
{
    if (buffer->capacity > most)
        buffer_free(buffer);
    else
        buffer_clear(buffer);
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

struct text_view buffer_view(const struct buffer *buffer)
{
    return (struct text_view){buffer->bytes ? buffer->bytes : "", buffer->length};
}

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    max_align_t content[];
};

struct arena {
    struct arena_block *blocks; /* the newest first; only it has room */
    bool failed;
};

enum { ARENA_BLOCK_BYTES = 16 * 1024 };

struct arena *arena_new(void)
{
    return calloc(1, sizeof(struct arena));
}

static void arena_free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_free_blocks(arena->blocks);
    free(arena);
}

void arena_clear(struct arena *arena)
{
    struct arena_block *kept = arena->blocks;
    if (kept && kept->size > ARENA_BLOCK_BYTES) {
        arena_free_blocks(kept);
        arena->blocks = NULL;
    } else if (kept) {
        arena_free_blocks(kept->next);
        kept->next = NULL;
        kept->used = 0;
    }
    arena->failed = false;
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}

void *arena_allocate(struct arena *arena, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);
    if (arena->failed || size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = (size + alignment - 1) / alignment * alignment;
    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t block_size = size > ARENA_BLOCK_BYTES ? size : ARENA_BLOCK_BYTES;
        block = malloc(sizeof *block + block_size);
        if (!block) {
            arena->failed = true;
            return NULL;
        }
        *block = (struct arena_block){.next = arena->blocks, .size = block_size};
        arena->blocks = block;
    }
    void *piece = (char *)block->content + block->used;
    block->used += size;
    return memset(piece, 0, size);
}

void *arena_allocate_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return arena_allocate(arena, count * size);
}

char *arena_copy(struct arena *arena, struct text_view view)
{
    char *copy = arena_allocate(arena, view.length + 1);
    if (copy && view.length > 0)
        memcpy(copy, view.bytes, view.length);
    return copy;
}

char *arena_keep(struct arena *arena, const struct buffer *buffer)
{
    if (buffer->failed)
        arena->failed = true;
    return arena->failed ? NULL : arena_copy(arena, buffer_view(buffer));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *result = length < 0 ? NULL : arena_allocate(arena, (size_t)length + 1);
    if (result)
        vsnprintf(result, (size_t)length + 1, format, again);
    else
        arena->failed = true;
    va_end(again);
    return result;
}

bool array_reserve(void *items, size_t count, size_t *capacity, size_t element_size)
{
    return count < *capacity || array_reserve_many(items, count, 1, capacity, element_size);
}

bool array_reserve_many(void *items, size_t count, size_t additional, size_t *capacity, size_t element_size)
{
    const size_t most = SIZE_MAX / 2 / element_size;
    if (count > most || additional > most - count)
        return false;
    size_t needed = count + additional, grown = *capacity ? *capacity : 8;
    if (needed <= *capacity)
        return true;
    while (grown < needed)
        grown *= 2;
    void *old;
    memcpy(&old, items, sizeof old);
    void *moved = realloc(old, grown * element_size);
    if (!moved)
        return false;
    memcpy(items, &moved, sizeof moved);
    *capacity = grown;
    return true;
}

void array_clear_large(void *items, size_t *capacity, size_t most)
{
    void *old;
    if (*capacity <= most)
        return;
    memcpy(&old, items, sizeof old);
    free(old);
    old = NULL;
    memcpy(items, &old, sizeof old);
    *capacity = 0;
}

bool arena_reserve(struct arena *arena, void *items, size_t count, size_t *capacity, size_t element_size)
{
    if (count < *capacity)
        return true;
    size_t grown = *capacity ? *capacity * 2 : 8;
    void *old, *moved = arena_allocate_array(arena, grown, element_size);
    if (!moved)
        return false;
    memcpy(&old, items, sizeof old);
    if (count > 0)
        memcpy(moved, old, count * element_size);
    memcpy(items, &moved, sizeof moved);
    *capacity = grown;
    return true;
}
