#include "core/matcher_sentences.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

/* One that is asked for again and again is not lost to two that happen to be met twice. */
enum { WORTH_MOST = 3 };

static struct known_sentence *place_of(const struct matcher_sentences *sentences, uint64_t hash)
{
    return &sentences->places[(hash >> 32) * sentences->most >> 32];
}

void sentences_announce(const struct matcher_sentences *sentences, struct sentence_view *sentence)
{
    sentence->hash = hash_quick(sentence->bytes, sentence->length);
    if (sentences->places)
        __builtin_prefetch(place_of(sentences, sentence->hash));
}

void sentences_expect(const struct matcher_sentences *sentences, const struct sentence_view *sentence)
{
    enum { LINE = 64 };
    const struct known_sentence *known =
        sentences->places && sentence->hash ? place_of(sentences, sentence->hash) : NULL;
    if (!known || known->hash != sentence->hash)
        return;
    const char *bytes = (const char *)known->matches;
    size_t size = (known->match_count + (size_t)known->phrase_count) * sizeof *known->matches + 2 * sentence->length;
    for (size_t at = 0; at < size; at += LINE)
        __builtin_prefetch(bytes + at);
}

const struct known_sentence *sentences_find(struct matcher_sentences *sentences, const struct sentence_view *asked)
{
    struct known_sentence *known = sentences->places ? place_of(sentences, asked->hash) : NULL;
    if (!known || known->hash != asked->hash || known->length != asked->length)
        return NULL;
    const char *bytes = (const char *)(known->matches + known->match_count + known->phrase_count);
    bool is_same = memcmp(bytes, asked->bytes, asked->length) == 0 &&
                   memcmp(bytes + asked->length, asked->joints, asked->length) == 0;
    if (is_same && known->worth < WORTH_MOST)
        known->worth++;
    return is_same ? known : NULL;
}

bool sentences_meet(struct matcher_sentences *sentences, const struct sentence_view *sentence)
{
    if (!sentences->places)
        sentences->places = calloc(sentences->most, sizeof *sentences->places);
    if (!sentences->places)
        return false;
    struct known_sentence *place = place_of(sentences, sentence->hash);
    bool was_met = place->met == sentence->hash;
    place->met = sentence->hash;
    if (was_met && place->worth > 0) {
        place->worth--;
        return false;
    }
    return was_met;
}

static void put_matches(struct match *to, const struct match *from, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++)
        to[i] = (struct match){from[i].cue, from[i].start - (uint32_t)at, from[i].end - (uint32_t)at, from[i].letters};
}

void sentences_keep(struct matcher_sentences *sentences, const struct sentence_view *sentence,
                    const struct sentence_found *found)
{
    struct known_sentence *place = place_of(sentences, sentence->hash);
    size_t count = found->match_count + found->phrase_count;
    struct match *matches = count <= UINT16_MAX ? malloc(count * sizeof *matches + 2 * sentence->length) : NULL;
    if (!matches)
        return;
    free(place->matches);
    *place = (struct known_sentence){.hash = sentence->hash,
                                     .matches = matches,
                                     .next = found->next,
                                     .length = (uint16_t)sentence->length,
                                     .match_count = (uint16_t)found->match_count,
                                     .phrase_count = (uint16_t)found->phrase_count};
    put_matches(matches, found->matches, found->match_count, found->at);
    put_matches(matches + found->match_count, found->phrases, found->phrase_count, found->at);
    char *bytes = (char *)(matches + count);
    memcpy(bytes, sentence->bytes, sentence->length);
    memcpy(bytes + sentence->length, sentence->joints, sentence->length);
}

void sentences_free(struct matcher_sentences *sentences)
{
    for (size_t i = 0; sentences->places && i < sentences->most; i++)
        free(sentences->places[i].matches);
    free(sentences->places);
    *sentences = (struct matcher_sentences){0};
}
