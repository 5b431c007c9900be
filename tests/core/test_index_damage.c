/* Searches of the built-in recalls one after another, and of a copy with wrong bytes in it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/search.h"
#include "core/store.h"
#include "tests/random.h"

/* --- What was read ------------------------------------------------------------------------- */

/* Hits of the query when the first so many recalls are marked. */
static uint32_t count_marked(struct search *search, const char *typed, uint32_t marked_count)
{
    uint32_t marked[32];
    struct query *query;
    struct error error = {0};
    for (uint32_t i = 0; i < marked_count; i++)
        marked[i] = i;
    assert_true(query_parse(text_view_of(typed), &query, NULL));
    struct search_request request = {.query = query, .category = -1, .marked = marked, .marked_count = marked_count};
    assert_true(search_run(search, &request, &error));
    query_free(query);
    return search_count(search);
}

static void what_was_marked_since_a_phrase_was_read_is_found(void **state)
{
    /* Two words that seldom stand side by side: the index can't be sure, so they are read. */
    struct error error = {0};
    struct store *store;
    struct search *search;
    (void)state;
    assert_true(store_open(BUILDDIR "/data/recalls.db", &store, &error) && search_new(store, &search, &error));
    uint32_t size = store_info(store).recall_count, all = count_marked(search, "\"die kunden\"", 0);
    assert_in_range(all, 4, size);
    assert_in_range(count_marked(search, "is:marked \"die kunden\"", 3), 0, 3);
    assert_int_equal(count_marked(search, "is:marked \"die kunden\"", size), all);
    search_free(search);
    store_close(store);
}

/* --- Damage -------------------------------------------------------------------------------- */

enum { FLIPS = 300, QUERIES = 8 };

static const char *const queries[QUERIES] = {"pumpe",   "zündspule", "cat:motor",      "make:bmw",
                                             "7638477", "o",         "\"die kunden\"", "\"für die kunden kostenlos\""};

/* Runs the queries; counts of those that were answered, -1 for the others. */
static void ask(const char *path, int counts[QUERIES])
{
    struct error error = {0};
    struct store *store;
    struct search *search = NULL;
    for (size_t i = 0; i < QUERIES; i++)
        counts[i] = -1;
    if (!store_open(path, &store, &error))
        return;
    if (search_new(store, &search, &error)) {
        for (size_t i = 0; i < QUERIES; i++) {
            struct query *query;
            assert_true(query_parse(text_view_of(queries[i]), &query, NULL));
            struct search_request request = {.query = query, .category = -1};
            if (search_run(search, &request, &error))
                counts[i] = (int)search_count(search);
            else
                assert_true(error.kind != ERROR_NONE && error.why[0]);
            query_free(query);
        }
    }
    search_free(search);
    store_close(store);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void wrong_bytes_in_the_index_are_noticed(void **state)
{
    char path[] = "/tmp/test-index-XXXXXX";
    int intact[QUERIES], counts[QUERIES];
    uint64_t random = 4;
    size_t size;
    unsigned refused = 0;
    (void)state;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    char *bytes = read_file(BUILDDIR "/data/recalls.db", &size);
    ask(BUILDDIR "/data/recalls.db", intact);
    assert_int_equal(intact[0], 3);
    /* Where something stands: most of the file's large pages is empty. */
    for (int round = 0; round < FLIPS; round++) {
        size_t at = random_next(&random) % size;
        while (bytes[at] == 0)
            at = (at + 1) % size;
        char kept = bytes[at];
        bytes[at] = (char)(kept ^ (1 << random_next(&random) % 8));
        write_file(path, bytes, size);
        ask(path, counts);
        for (size_t i = 0; i < QUERIES; i++) {
            assert_true(counts[i] == -1 || counts[i] == intact[i]);
            refused += counts[i] == -1;
        }
        bytes[at] = kept;
    }
    assert_in_range(refused, 1, FLIPS * QUERIES - 1);
    unlink(path);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_marked_since_a_phrase_was_read_is_found),
        cmocka_unit_test(wrong_bytes_in_the_index_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
