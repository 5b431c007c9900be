#include "core/search_look_ups.h"

/* In which sections each way of matching looks; the headline's have the same distance from each other. */
static const enum index_section way_sections[MATCH_WAY_COUNT] = {
    [MATCH_LITERAL] = INDEX_STRICT,         [MATCH_BASE] = INDEX_BASE,          [MATCH_LOOSE] = INDEX_LOOSE,
    [MATCH_LOOSE_IN_STRICT] = INDEX_STRICT, [MATCH_LOOSE_IN_BASE] = INDEX_BASE,
};

static void add_look_up(struct look_ups *look_ups, enum index_section section, struct text_view pattern,
                        enum index_match match)
{
    if (pattern.length > INDEX_PATTERN_BYTES)
        pattern.length = INDEX_PATTERN_BYTES;
    look_ups->items[look_ups->count++] = (struct look_up){section, pattern, match};
}

void look_ups_add_word(const struct query_term *term, enum index_match match, struct look_ups *look_ups)
{
    if (term->kind == TERM_SHORT && match == INDEX_ANYWHERE)
        match = INDEX_START;
    for (size_t way = 0; way < MATCH_WAY_COUNT; way++)
        if (match_uses_way(term, way))
            add_look_up(look_ups, way_sections[way], match_term_form(term, match_ways[way].term), match);
}

void look_ups_add_number(const struct query_term *term, struct look_ups *look_ups)
{
    add_look_up(look_ups, INDEX_STRICT, term->strict, INDEX_ANYWHERE);
    add_look_up(look_ups, INDEX_NUMBER, term->strict, INDEX_ANYWHERE);
}

void look_ups_add_campaign(const struct query_term *term, struct look_ups *look_ups)
{
    struct text_view campaign = term->campaign;
    if (campaign.length > 0)
        add_look_up(look_ups, INDEX_CAMPAIGN, campaign,
                    campaign.length < QUERY_CAMPAIGN_BEGINNING ? INDEX_WHOLE : INDEX_START);
}
