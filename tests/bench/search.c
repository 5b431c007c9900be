/*
 * How long a key press takes: the queries of a file are typed letter by letter, and after each letter the exact count,
 * the first page of 50 and the counts of all categories are asked for.
 *
 *   search DATABASE QUERIES [-v]     prints the milliseconds as a table; with -v those of each key
 *
 * Keys with phrases are in the figures, and beside them alone.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/query.h"
#include "core/rules.h"
#include "core/search.h"
#include "core/store.h"

enum { KEYS_MOST = 20000, PAGE = 50 };

struct key {
    double milliseconds; /* until everything is there */
    double page;         /* until the first page is certain */
    double step;         /* the longest time without a look at the keyboard */
    uint32_t hits;
    char query[200];
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void fail(const struct error *error)
{
    fprintf(stderr, "search: %s: %s\n", error->what, error->why);
    exit(2);
}

/* false: no query yet, as "cat:" is. */
static bool press(struct search *search, const struct rules *rules, struct key *key)
{
    struct error error = {0};
    struct query *query;
    uint32_t ranks[PAGE];
    double start = now();
    if (!query_parse(text_view_of(key->query), &query, &error))
        return false;
    struct search_request request = {.query = query, .category = -1};
    if (!query_widen(query, rules, &error) || !search_start(search, &request, &error))
        fail(&error);
    for (enum search_state state = SEARCH_WORKING; state == SEARCH_WORKING;) {
        double before = now();
        state = search_step(search, &error);
        if (state == SEARCH_FAILED)
            fail(&error);
        double step = now() - before;
        key->step = step > key->step ? step : key->step;
        if (key->page == 0 && state == SEARCH_WORKING && search_count_so_far(search) >= PAGE)
            key->page = now() - start;
    }
    search_page(search, 0, PAGE, ranks);
    key->hits = search_count(search);
    key->milliseconds = now() - start;
    key->page = key->page > 0 ? key->page : key->milliseconds;
    query_free(query);
    return true;
}

static int compare_keys(const void *left, const void *right)
{
    double a = ((const struct key *)left)->milliseconds, b = ((const struct key *)right)->milliseconds;
    return (a > b) - (a < b);
}

static void print_row(const char *name, const struct key *keys, size_t count)
{
    double step = 0, page = 0;
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        page = keys[i].page > page ? keys[i].page : page;
    for (size_t i = 0; i < count; i++)
        step = keys[i].step > step ? keys[i].step : step;
    printf("%-28s %6zu keys   p50 %8.3f   p99 %8.3f   max %8.3f ms   first page max %7.3f, longest step %7.3f\n", name,
           count, keys[count / 2].milliseconds, keys[count * 99 / 100].milliseconds, keys[count - 1].milliseconds, page,
           step);
}

static bool has_phrase(const struct key *key)
{
    return strchr(key->query, '"') != NULL;
}

static void print_rows(struct key *keys, size_t count)
{
    struct key *some = calloc(count + 1, sizeof *some);
    size_t phrases = 0, others = 0;
    if (!some)
        exit(2);
    qsort(keys, count, sizeof *keys, compare_keys);
    print_row("rueckruf, all keys", keys, count);
    for (size_t i = 0; i < count; i++)
        if (has_phrase(&keys[i]))
            some[phrases++] = keys[i];
    print_row("  of phrases", some, phrases);
    for (size_t i = 0; i < count; i++)
        if (!has_phrase(&keys[i]))
            some[others++] = keys[i];
    print_row("  of all others", some, others);
    printf("  the slowest:");
    for (size_t i = 1; i <= 5 && i <= count; i++)
        printf(" [%s] %.1f", keys[count - i].query, keys[count - i].milliseconds);
    puts("");
    free(some);
}

int main(int count, char **arguments)
{
    struct error error = {0};
    struct store *store;
    struct search *search;
    struct rules *rules;
    static struct key keys[KEYS_MOST];
    size_t key_count = 0;
    char line[200];
    if (count < 3) {
        fprintf(stderr, "usage: search DATABASE QUERIES [-v]\n");
        return 2;
    }
    const char *folder = getenv("RUECKRUF_RULES");
    if (!rules_load_synonyms(folder ? folder : SRCDIR "/data/rules", NULL, &rules, &error) ||
        !store_open(arguments[1], &store, &error) || !search_new(store, &search, &error))
        fail(&error);
    FILE *file = fopen(arguments[2], "r");
    if (!file) {
        perror(arguments[2]);
        return 2;
    }
    while (fgets(line, sizeof line, file)) {
        size_t length = strcspn(line, "\n");
        for (size_t i = 1; i <= length && key_count < KEYS_MOST; i++) {
            struct key *key = &keys[key_count];
            if (((unsigned char)line[i] & 0xC0) == 0x80)
                continue;
            *key = (struct key){0};
            memcpy(key->query, line, i);
            if (press(search, rules, key))
                key_count++;
        }
    }
    fclose(file);
    if (count > 3)
        for (size_t i = 0; i < key_count; i++)
            printf("%9.3f %9u  %s\n", keys[i].milliseconds, (unsigned)keys[i].hits, keys[i].query);
    print_rows(keys, key_count);
    search_free(search);
    store_close(store);
    rules_free(rules);
    return 0;
}
