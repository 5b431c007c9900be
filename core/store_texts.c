#include "core/store_texts.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "core/store_internal.h"

bool store_texts_open(struct store_texts *texts, struct sqlite3 *database, const char *what, struct error *error)
{
    texts->what = what;
    return sql_prepare(database, what, "INSERT INTO main.text(text_id, body, checksum) VALUES(?1, ?2, ?3)",
                       &texts->insert, error);
}

void store_texts_close(struct store_texts *texts)
{
    sqlite3_finalize(texts->insert);
    key_numbers_free(&texts->numbers);
    free(texts->ids);
    *texts = (struct store_texts){0};
}

struct hash128 store_texts_key(struct text_view text, uint64_t checksum)
{
    return (struct hash128){checksum, hash_quick_seeded(text.bytes, text.length, 1)};
}

bool store_texts_number(struct store_texts *texts, struct hash128 key, uint32_t *number, struct error *error)
{
    bool is_new;
    *number = key_numbers_of(&texts->numbers, key, &is_new);
    if (*number == 0 || !array_reserve(&texts->ids, *number, &texts->capacity, sizeof *texts->ids))
        return error_set_memory(error, texts->what);
    if (is_new)
        texts->ids[*number] = 0;
    return true;
}

void store_texts_end(struct store_texts *texts)
{
    key_numbers_free(&texts->numbers);
}

bool store_texts_put(struct store_texts *texts, uint32_t number, struct text_view text, uint64_t checksum,
                     int64_t *text_id, struct error *error)
{
    *text_id = texts->ids[number];
    if (*text_id > 0)
        return true;
    *text_id = texts->ids[number] = ++texts->count;
    sqlite3_bind_int64(texts->insert, 1, *text_id);
    sql_bind_view(texts->insert, 2, text);
    sqlite3_bind_int64(texts->insert, 3, (sqlite3_int64)checksum);
    return sql_execute(texts->insert, texts->what, error);
}
