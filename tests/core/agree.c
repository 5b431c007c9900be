/*
 * Whether the index and the scan of all texts find the same, of the same order and with the same counts.
 *
 *   agree DATABASE QUERIES [SEED]     that many random queries made of the database's own texts
 *   agree DATABASE - < QUERIES        the queries of standard input, one a line
 *
 * Prints every query they disagree on; exit status 1 when there is one.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/query.h"
#include "core/rules.h"
#include "core/search.h"
#include "core/store.h"
#include "core/text.h"
#include "tests/random.h"

struct agreeing {
    struct store *store;
    struct search *index, *scan;
    struct rules *rules;
    uint64_t random;
    unsigned queries, hits, differences;
};

static size_t random_below(struct agreeing *agreeing, size_t limit)
{
    return limit ? (size_t)(random_next(&agreeing->random) % limit) : 0;
}

static void fail(const char *what, const struct error *error)
{
    fprintf(stderr, "agree: %s: %s: %s\n", what, error->what, error->why);
    exit(2);
}

/* --- Comparing ----------------------------------------------------------------------------- */

static const char *compare_results(struct agreeing *agreeing)
{
    uint32_t ranks[2][200];
    uint32_t count = search_count(agreeing->index);
    if (count != search_count(agreeing->scan))
        return "count";
    if (search_count_all(agreeing->index) != search_count_all(agreeing->scan))
        return "count in all categories";
    if (memcmp(search_category_counts(agreeing->index), search_category_counts(agreeing->scan),
               CATEGORY_COUNT * sizeof(uint32_t)) != 0)
        return "categories";
    if (search_is_widened(agreeing->index) != search_is_widened(agreeing->scan))
        return "widened";
    uint32_t firsts[2] = {0, count > 200 ? count - 200 : 0};
    for (size_t i = 0; i < 2; i++) {
        size_t taken = search_page(agreeing->index, firsts[i], 200, ranks[0]);
        if (taken != search_page(agreeing->scan, firsts[i], 200, ranks[1]) ||
            memcmp(ranks[0], ranks[1], taken * sizeof ranks[0][0]) != 0)
            return "page";
        uint32_t position;
        if (taken > 0 &&
            (!search_position(agreeing->index, ranks[0][taken / 2], &position) || position != firsts[i] + taken / 2))
            return "position";
    }
    agreeing->hits += count > 0;
    return NULL;
}

static void try_query(struct agreeing *agreeing, const char *typed, enum sort_order order, int category, bool reversed)
{
    struct error error = {0};
    struct query *query;
    agreeing->queries++;
    if (!query_parse(text_view_of(typed), &query, &error)) {
        if (error.kind != ERROR_USAGE)
            fail(typed, &error);
        return;
    }
    if (!query_widen(query, agreeing->rules, &error))
        fail(typed, &error);
    struct search_request request = {
        .query = query, .category = category, .order = order, .reversed = reversed, .new_since = 1};
    if (!search_run(agreeing->index, &request, &error) || !search_run(agreeing->scan, &request, &error))
        fail(typed, &error);
    const char *difference = compare_results(agreeing);
    if (difference) {
        agreeing->differences++;
        printf("%s differs (%u by index, %u by scan; sort %s, category %d): %s\n", difference,
               search_count(agreeing->index), search_count(agreeing->scan), sort_names[order].key, category, typed);
    }
    query_free(query);
}

static void try_facets(struct agreeing *agreeing)
{
    struct error error = {0};
    struct arena *arena = arena_new();
    for (int facet = 0; facet < FACET_COUNT; facet++) {
        const struct rules *rules = random_below(agreeing, 4) > 0 ? agreeing->rules : NULL;
        struct facet_value *values[2];
        size_t counts[2];
        if (!search_facets(agreeing->index, (enum search_facet)facet, rules, arena, &values[0], &counts[0], &error) ||
            !search_facets(agreeing->scan, (enum search_facet)facet, rules, arena, &values[1], &counts[1], &error))
            fail("facets", &error);
        bool same = counts[0] == counts[1];
        for (size_t i = 0; same && i < counts[0]; i++)
            same = values[0][i].count == values[1][i].count && strcmp(values[0][i].value, values[1][i].value) == 0;
        if (!same) {
            agreeing->differences++;
            printf("facet %d differs: %zu and %zu values\n", facet, counts[0], counts[1]);
        }
    }
    arena_free(arena);
}

/* Of all recalls, as many have a value as a query finds that asks for it. */
static void try_choice(struct agreeing *agreeing)
{
    static const char *const fields[FACET_COUNT] = {
        [FACET_MAKE] = "make:\"=",    [FACET_MODEL] = "model:\"=",  [FACET_YEAR] = "year:\"",
        [FACET_HAZARD] = "hazard:\"", [FACET_REMEDY] = "remedy:\"", [FACET_SOURCE] = "source:\"=",
    };
    struct error error = {0};
    struct arena *arena = arena_new();
    enum search_facet facet = (enum search_facet)random_below(agreeing, FACET_COUNT);
    struct facet_value *values;
    size_t count;
    try_query(agreeing, "", SORT_DATE, -1, false);
    if (!search_facets(agreeing->index, facet, agreeing->rules, arena, &values, &count, &error))
        fail("facets", &error);
    if (count > 0) {
        const struct facet_value *chosen = &values[random_below(agreeing, count)];
        struct buffer query = {0};
        buffer_append_format(&query, "%s%s\"", fields[facet], chosen->value);
        buffer_append_byte(&query, '\0');
        if (!strchr(chosen->value, '"')) {
            try_query(agreeing, query.bytes, SORT_DATE, -1, false);
            if (search_count(agreeing->index) != chosen->count) {
                agreeing->differences++;
                printf("%u counted, %u found: %s\n", chosen->count, search_count(agreeing->index), query.bytes);
            }
        }
        buffer_free(&query);
    }
    arena_free(arena);
}

/* --- Random queries ------------------------------------------------------------------------ */

/* A stretch of a random text: from inside a word to inside a word, of at most so many bytes. */
static void append_stretch(struct agreeing *agreeing, struct buffer *query, size_t most, bool one_word)
{
    struct text_view text;
    struct error error = {0};
    uint32_t rank = (uint32_t)random_below(agreeing, store_info(agreeing->store).recall_count);
    if (!store_fetch_text(agreeing->store, rank, &text, &error))
        fail("words", &error);
    if (random_below(agreeing, 8) == 0 && !store_fetch_names(agreeing->store, rank, &text, &error))
        fail("names", &error);
    size_t start = random_below(agreeing, text.length), length = 1 + random_below(agreeing, most);
    while (start < text.length && ((unsigned char)text.bytes[start] & 0xC0) == 0x80)
        start++;
    for (size_t i = start; i < text.length; i++) {
        bool begins = ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
        if ((begins && i - start >= length) || text.bytes[i] == '"' || (one_word && text.bytes[i] == ' '))
            break;
        char byte = text.bytes[i];
        buffer_append_byte(query,
                           random_below(agreeing, 9) == 0 && byte >= 'a' && byte <= 'z' ? (char)(byte - 32) : byte);
    }
}

/* An umlaut as somebody without them types it: 1 with an e, 2 without. */
static const char *spell_umlaut(const char *at, int way)
{
    static const struct {
        const char *umlaut, *spelt[3];
    } umlauts[] = {{"ä", {"ä", "ae", "a"}}, {"ö", {"ö", "oe", "o"}}, {"ü", {"ü", "ue", "u"}}, {"ß", {"ß", "ss", "ss"}}};
    for (size_t i = 0; i < sizeof umlauts / sizeof *umlauts; i++)
        if (memcmp(at, umlauts[i].umlaut, 2) == 0)
            return umlauts[i].spelt[way];
    return NULL;
}

/* Some words of a text in a row, the last one perhaps only begun. */
static void append_phrase(struct agreeing *agreeing, struct buffer *query)
{
    struct text_view text;
    struct error error = {0};
    uint32_t rank = (uint32_t)random_below(agreeing, store_info(agreeing->store).recall_count);
    if (!store_fetch_text(agreeing->store, rank, &text, &error))
        fail("words", &error);
    size_t start = random_below(agreeing, text.length), count = 2 + random_below(agreeing, 4);
    size_t last = 1 + random_below(agreeing, 12);
    int way = (int)random_below(agreeing, 3);
    while (start < text.length && !memchr(" -\n", text.bytes[start], 3))
        start++;
    buffer_append_byte(query, '"');
    for (size_t i = start + 1; i < text.length && text.bytes[i] != '"'; i++) {
        const char *spelt = i + 1 < text.length ? spell_umlaut(text.bytes + i, way) : NULL;
        bool begins = ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
        count -= text.bytes[i] == ' ' && count > 0;
        if (begins && (count == 0 || (count == 1 && text.bytes[i] != ' ' && last-- == 0)))
            break;
        if (spelt)
            buffer_append_string(query, spelt), i++;
        else
            buffer_append_byte(query, text.bytes[i]);
    }
    buffer_append_byte(query, '"');
}

static void append_term(struct agreeing *agreeing, struct buffer *query)
{
    static const char *const filters[] = {"cat:motor",     "is:new",
                                          "make:bmw",      "year:2012",
                                          "since:2014-05", "until:2016",
                                          "hazard:fire",   "remedy:software",
                                          "part:3",        "source:c30k",
                                          "market:usa",    "make:\"alfa romeo\"",
                                          "model:i3",      "campaign:C0000007",
                                          "campaign:7",    "012223"};
    switch (random_below(agreeing, 9)) {
    case 0:
        buffer_append_string(query, filters[random_below(agreeing, sizeof filters / sizeof *filters)]);
        break;
    case 1:
        buffer_append_byte(query, '"');
        append_stretch(agreeing, query, 30, false);
        buffer_append_byte(query, '"');
        break;
    case 2:
        append_stretch(agreeing, query, 3, true);
        break;
    case 3:
        append_phrase(agreeing, query);
        break;
    default:
        append_stretch(agreeing, query, 12, random_below(agreeing, 4) > 0);
    }
}

static void try_random(struct agreeing *agreeing)
{
    struct buffer query = {0};
    for (size_t terms = 1 + random_below(agreeing, 3); terms > 0; terms--) {
        if (query.length > 0)
            buffer_append_string(&query, random_below(agreeing, 6) ? " " : " OR ");
        if (random_below(agreeing, 8) == 0)
            buffer_append_byte(&query, '-');
        append_term(agreeing, &query);
    }
    buffer_append_byte(&query, '\0');
    bool plain = random_below(agreeing, 2) == 0;
    try_query(agreeing, query.bytes, plain ? SORT_DATE : (enum sort_order)random_below(agreeing, SORT_COUNT),
              random_below(agreeing, 4) ? -1 : (int)random_below(agreeing, CATEGORY_COUNT),
              random_below(agreeing, 3) == 0);
    buffer_free(&query);
    if (agreeing->queries % 64 == 0)
        try_facets(agreeing);
    if (random_below(agreeing, 16) == 0)
        try_choice(agreeing);
}

/* What is typed, letter by letter. */
static void try_line(struct agreeing *agreeing, char *line)
{
    size_t length = strcspn(line, "\n");
    for (size_t i = 1; i <= length; i++) {
        char kept = line[i];
        if (((unsigned char)kept & 0xC0) == 0x80)
            continue;
        line[i] = '\0';
        try_query(agreeing, line, SORT_DATE, -1, false);
        line[i] = kept == '\n' ? '\0' : kept;
    }
}

int main(int count, char **arguments)
{
    struct agreeing agreeing = {.random = count > 3 ? strtoull(arguments[3], NULL, 10) : 1};
    struct error error = {0};
    char line[1000];
    if (count < 3) {
        fprintf(stderr, "usage: agree DATABASE QUERIES|- [SEED]\n");
        return 2;
    }
    const char *rules = getenv("RUECKRUF_RULES");
    if (!rules_load_synonyms(rules ? rules : SRCDIR "/data/rules", NULL, &agreeing.rules, &error) ||
        !store_open(arguments[1], &agreeing.store, &error) || !search_new(agreeing.store, &agreeing.index, &error) ||
        !search_new_scanning(agreeing.store, &agreeing.scan, &error))
        fail(arguments[1], &error);
    if (!search_has_index(agreeing.index)) {
        fprintf(stderr, "agree: %s: has no index\n", arguments[1]);
        return 2;
    }
    if (strcmp(arguments[2], "-") == 0)
        while (fgets(line, sizeof line, stdin))
            try_line(&agreeing, line);
    else
        for (unsigned long i = strtoul(arguments[2], NULL, 10); i > 0; i--)
            try_random(&agreeing);
    printf("%u queries, %u with hits, %u differences\n", agreeing.queries, agreeing.hits, agreeing.differences);
    search_free(agreeing.index);
    search_free(agreeing.scan);
    store_close(agreeing.store);
    rules_free(agreeing.rules);
    return agreeing.differences > 0;
}
