#include "tests/accuracy/gold.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEPARATOR = 31, GOLDS_MOST = 4096 };

enum column {
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_TEXT,
    COLUMN_CATEGORIES,
    COLUMN_CATEGORIES_OK,
    COLUMN_PRIMARY_OK,
    COLUMN_HAZARDS,
    COLUMN_HAZARDS_OK,
    COLUMN_REMEDIES,
    COLUMN_REMEDIES_OK,
    COLUMN_MAKES,
    COLUMN_MAKES_IMPLIED,
    COLUMN_MODELS,
    COLUMN_PARTS,
    COLUMN_PHONES,
    COLUMN_URLS,
    COLUMN_MARKETS,
    COLUMN_MARKETS_EXCLUDED,
    COLUMN_START,
    COLUMN_END,
    COLUMN_DURATION_FROM,
    COLUMN_DURATION_TO,
    COLUMN_COST,
    COLUMN_BUILT_FROM,
    COLUMN_BUILT_TO,
    COLUMN_COUNT_GERMANY,
    COLUMN_COUNT_WORLD
};

#define VALUE(key) "json_extract(?1,'$." key "')"
#define LIST(key) "(SELECT group_concat(value, char(31)) FROM json_each(?1,'$." key "'))"

static const char query[] =
    "SELECT " VALUE(
        "id") "," VALUE("kind") "," VALUE("text") "," LIST("categories") "," LIST("cate"
                                                                                  "gori"
                                                                                  "es_"
                                                                                  "ok") "," LIST("primary_ok") "," LIST("ha"
                                                                                                                        "za"
                                                                                                                        "rd"
                                                                                                                        "s") "," LIST("hazards_ok") "," LIST("remedies") "," LIST("remedies_ok") "," LIST("manufacturers") "," LIST("manufacturers_implied") "," LIST("models") "," LIST("part_numbers") "," LIST("phones") "," LIST("urls") "," LIST("markets") "," LIST("markets_excluded") "," VALUE("start") "," VALUE("end") "," VALUE("duration_min[0]") "," VALUE("duration_min[1]") "," VALUE("cost") "," VALUE("production[0]") "," VALUE("production[1]") "," VALUE("count_de") "," VALUE("count_world");

static const char *column_text(sqlite3_stmt *row, enum column column, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? arena_copy(arena, text_view_of(text)) : NULL;
}

static int64_t column_number(sqlite3_stmt *row, enum column column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? -1 : sqlite3_column_int64(row, column);
}

static struct string_list column_list(sqlite3_stmt *row, enum column column, struct arena *arena)
{
    struct string_list list = {0};
    char *text = (char *)(uintptr_t)column_text(row, column, arena);
    if (!text || !*text)
        return list;
    size_t most = 1;
    for (const char *at = text; *at; at++)
        most += *at == SEPARATOR;
    list.items = arena_allocate_array(arena, most, sizeof *list.items);
    static const char separators[] = {SEPARATOR, 0};
    for (char *rest = text, *item; list.items && (item = strsep(&rest, separators)) != NULL;)
        list.items[list.count++] = item;
    return list;
}

static uint32_t column_bits(sqlite3_stmt *row, enum column column, const struct kind_name *names, size_t count,
                            struct arena *arena, size_t *first)
{
    struct string_list list = column_list(row, column, arena);
    uint32_t bits = 0;
    *first = count;
    for (size_t i = 0; i < list.count; i++) {
        size_t kind = kind_find(names, count, text_view_of(list.items[i]));
        if (kind == count)
            fprintf(stderr, "accuracy: there is no kind \"%s\"\n", list.items[i]);
        else
            bits |= (uint32_t)1 << kind;
        *first = i == 0 ? kind : *first;
    }
    return bits;
}

static void fill_kinds(struct gold *gold, sqlite3_stmt *row, struct arena *arena)
{
    size_t first, unused;
    gold->categories = column_bits(row, COLUMN_CATEGORIES, category_names, CATEGORY_COUNT, arena, &first);
    gold->primary = (enum category)first;
    gold->categories_tolerated = column_bits(row, COLUMN_CATEGORIES_OK, category_names, CATEGORY_COUNT, arena, &unused);
    gold->primaries_tolerated = column_bits(row, COLUMN_PRIMARY_OK, category_names, CATEGORY_COUNT, arena, &unused);
    gold->hazards = column_bits(row, COLUMN_HAZARDS, hazard_names, HAZARD_COUNT, arena, &unused);
    gold->hazards_tolerated = column_bits(row, COLUMN_HAZARDS_OK, hazard_names, HAZARD_COUNT, arena, &unused);
    gold->remedies = column_bits(row, COLUMN_REMEDIES, remedy_names, REMEDY_COUNT, arena, &unused);
    gold->remedies_tolerated = column_bits(row, COLUMN_REMEDIES_OK, remedy_names, REMEDY_COUNT, arena, &unused);
}

static void fill_facts(struct gold *gold, sqlite3_stmt *row, struct arena *arena)
{
    gold->makes = column_list(row, COLUMN_MAKES, arena);
    gold->makes_implied = column_list(row, COLUMN_MAKES_IMPLIED, arena);
    gold->models = column_list(row, COLUMN_MODELS, arena);
    gold->parts = column_list(row, COLUMN_PARTS, arena);
    gold->phones = column_list(row, COLUMN_PHONES, arena);
    gold->urls = column_list(row, COLUMN_URLS, arena);
    gold->markets = column_list(row, COLUMN_MARKETS, arena);
    gold->markets_excluded = column_list(row, COLUMN_MARKETS_EXCLUDED, arena);
    gold->start = column_text(row, COLUMN_START, arena);
    gold->end = column_text(row, COLUMN_END, arena);
    gold->duration_minutes =
        (struct range){(int)column_number(row, COLUMN_DURATION_FROM), (int)column_number(row, COLUMN_DURATION_TO)};
    gold->cost = column_text(row, COLUMN_COST, arena);
    gold->built_from = column_text(row, COLUMN_BUILT_FROM, arena);
    gold->built_to = column_text(row, COLUMN_BUILT_TO, arena);
    gold->count_germany = column_number(row, COLUMN_COUNT_GERMANY);
    gold->count_world = column_number(row, COLUMN_COUNT_WORLD);
}

static bool read_lines(FILE *file, sqlite3_stmt *row, struct arena *arena, struct gold *golds, size_t *count)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool good = true;
    while (good && *count < GOLDS_MOST && (length = getline(&line, &capacity, file)) > 1) {
        struct gold *gold = &golds[*count];
        sqlite3_reset(row);
        sqlite3_bind_text(row, 1, line, (int)length, SQLITE_STATIC);
        good = sqlite3_step(row) == SQLITE_ROW;
        if (!good)
            break;
        gold->id = column_text(row, COLUMN_ID, arena);
        gold->text = text_view_of(column_text(row, COLUMN_TEXT, arena));
        const char *kind = column_text(row, COLUMN_KIND, arena);
        gold->is_note = kind && strcmp(kind, "note") == 0;
        fill_kinds(gold, row, arena);
        fill_facts(gold, row, arena);
        good = gold->id && gold->text.length > 0 && !arena_failed(arena);
        (*count)++;
    }
    free(line);
    return good;
}

bool gold_read(const char *path, struct arena *arena, struct gold **golds, size_t *count)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *row = NULL;
    FILE *file = fopen(path, "re");
    *count = 0;
    *golds = arena_allocate_array(arena, GOLDS_MOST, sizeof **golds);
    bool good = file && *golds && sqlite3_open(":memory:", &database) == SQLITE_OK &&
                sqlite3_prepare_v2(database, query, -1, &row, NULL) == SQLITE_OK &&
                read_lines(file, row, arena, *golds, count);
    if (!good)
        fprintf(stderr, "accuracy: %s: line %zu can't be read: %s\n", path, *count + 1,
                database ? sqlite3_errmsg(database) : "no such file");
    sqlite3_finalize(row);
    sqlite3_close(database);
    if (file)
        fclose(file);
    return good;
}

bool gold_is_held_out(const struct gold *gold)
{
    uint32_t hash = 2166136261u;
    for (const char *at = gold->id; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    return (hash >> 8) % 3 == 0;
}
