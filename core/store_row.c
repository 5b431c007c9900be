#include "core/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/sort_strings.h"
#include "core/text.h"

const char *store_list_date(const struct recall *recall)
{
    return recall->started ? recall->started : recall->given ? recall->given->date : NULL;
}

const char *store_list_make(const struct recall *recall)
{
    return recall->make || recall->vehicle_count == 0 ? recall->make : recall->vehicles[0].make;
}

const char *store_list_headline(const struct recall *recall)
{
    return recall->headline;
}

uint32_t store_category_bits(const struct recall *recall)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < recall->category_count; i++)
        bits |= UINT32_C(1) << recall->categories[i];
    return bits;
}

/* --- Checksums ----------------------------------------------------------------------------- */

static void add_view(struct hash_state *state, struct text_view view)
{
    hash_add_number(state, hash_quick(view.bytes, view.length));
}

/* No string is another one than an empty one. */
static void add_string(struct hash_state *state, const char *string)
{
    if (string)
        add_view(state, text_view_of(string));
    else
        hash_add_number(state, UINT64_MAX);
}

uint64_t store_text_checksum(struct text_view text)
{
    return hash_quick(text.bytes, text.length);
}

uint64_t store_summary_checksum(const struct recall_summary *summary, uint32_t categories)
{
    struct hash_state state;
    hash_begin(&state, 0);
    add_string(&state, summary->id);
    add_string(&state, summary->date);
    add_string(&state, summary->headline);
    add_string(&state, summary->make);
    add_string(&state, summary->model);
    hash_add_number(&state, summary->make_count);
    hash_add_number(&state, summary->primary);
    hash_add_number(&state, categories);
    hash_add_number(&state, summary->hazards);
    hash_add_number(&state, summary->advisories);
    hash_add_number(&state, summary->added);
    return hash_end64(&state);
}

uint64_t store_recall_checksum(struct text_view id, struct text_view headline, uint64_t text_checksum,
                               struct text_view facts)
{
    struct hash_state state;
    hash_begin(&state, 0);
    add_view(&state, id);
    add_view(&state, headline);
    hash_add_number(&state, text_checksum);
    add_view(&state, facts);
    return hash_end64(&state);
}

void store_content_checksum_begin(struct hash_state *state)
{
    hash_begin(state, 1);
}

/* "ID 0123456789abcdef\n" */
void store_content_checksum_add(struct hash_state *state, const char *id, uint64_t checksum)
{
    char rest[18] = " ";
    for (int i = 0; i < 16; i++)
        rest[1 + i] = "0123456789abcdef"[checksum >> (60 - 4 * i) & 0xF];
    rest[17] = '\n';
    hash_add(state, id, strlen(id));
    hash_add(state, rest, sizeof rest);
}

void store_content_checksum_end(struct hash_state *state, char checksum[STORE_CHECKSUM_BYTES + 1])
{
    struct hash128 hash = hash_end128(state);
    snprintf(checksum, STORE_CHECKSUM_BYTES + 1, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}

/* --- Identity ------------------------------------------------------------------------------ */

struct hash128 store_identity_of_campaign(const char *authority, const char *campaign)
{
    struct hash_state state;
    hash_begin(&state, 1);
    hash_add(&state, "campaign", 9);
    hash_add(&state, authority, strlen(authority) + 1);
    hash_add(&state, campaign, strlen(campaign));
    return hash_end128(&state);
}

struct hash128 store_identity_of_text(struct text_view text, struct buffer *scratch)
{
    buffer_clear(scratch);
    text_normalize_space(text, scratch);
    struct hash_state state;
    hash_begin(&state, 1);
    hash_add(&state, "text", 5);
    hash_add(&state, scratch->bytes, scratch->length);
    return hash_end128(&state);
}

void store_identity_bytes(struct hash128 identity, unsigned char bytes[STORE_IDENTITY_BYTES])
{
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(identity.low >> (8 * i));
        bytes[8 + i] = (unsigned char)(identity.high >> (8 * i));
    }
}

uint64_t store_identity_key(const unsigned char bytes[STORE_IDENTITY_BYTES])
{
    return string_key((struct text_view){(const char *)bytes, STORE_IDENTITY_BYTES}, 0);
}

void store_id_of_identity(const unsigned char identity[STORE_IDENTITY_BYTES], unsigned attempt,
                          char id[STORE_ID_BYTES + 1])
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t bits = 0;
    if (attempt == 0) {
        for (int i = 0; i < 8; i++)
            bits |= (uint64_t)identity[i] << (8 * i);
    } else {
        struct hash_state state;
        hash_begin(&state, 0);
        hash_add(&state, identity, STORE_IDENTITY_BYTES);
        hash_add(&state, &(unsigned char){(unsigned char)attempt}, 1);
        bits = hash_end64(&state);
    }
    for (int i = 0; i < STORE_ID_BYTES; i++) {
        if (i == 4) {
            id[i] = '-';
            continue;
        }
        id[i] = digits[bits & 31];
        bits >>= 5;
    }
    id[STORE_ID_BYTES] = '\0';
}
