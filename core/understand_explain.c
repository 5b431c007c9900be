#include "core/understand_internal.h"

static const char *const zone_names[ZONE_COUNT] = {"defect", "consequence", "remedy", "administration"};

static const char *cue_key(const struct rules *rules, const struct rule_cue *cue)
{
    switch (cue->table) {
    case RULE_CATEGORY:
        return category_names[cue->key].key;
    case RULE_HAZARD:
    case RULE_SYSTEM:
        return hazard_names[cue->key].key;
    case RULE_REMEDY:
        return remedy_names[cue->key].key;
    case RULE_COST:
        return cost_names[cue->key].key;
    case RULE_MAKE:
    case RULE_MODEL:
        return rules_make(rules, cue->key);
    case RULE_MARKET:
        return rules_market(rules, cue->key);
    default:
        return "";
    }
}

/* The words of the text, not the cue's: a cue may stand for many. */
static void write_words(const struct reading *reading, size_t start, size_t end, struct buffer *lines)
{
    size_t origin, length;
    folded_origin(&reading->folded, reading->text, start, end - start, &origin, &length);
    text_normalize_space((struct text_view){reading->text.bytes + origin, length}, lines);
}

static void explain_match(const struct reading *reading, const struct match *match, struct buffer *lines)
{
    const struct rule_cue *cue = reading_cue(reading, match);
    buffer_append_format(lines, "    %s %s", rules_table_words[cue->table], cue_key(reading->rules, cue));
    if (cue->table == RULE_CATEGORY)
        buffer_append_format(lines, " %+.1f", understand_cue_score(reading, match));
    buffer_append_string(lines, "  ");
    write_words(reading, match->start, match->end, lines);
    buffer_append_format(lines, "  (%s:%u)\n", cue->file, cue->line);
}

static void explain_sentence(const struct reading *reading, const struct sentence *sentence, struct buffer *lines)
{
    buffer_append_format(lines, "%s: ", zone_names[sentence->zone]);
    write_words(reading, sentence->start, sentence->end, lines);
    buffer_append_byte(lines, '\n');
    for (size_t i = 0; i < reading->match_count; i++) {
        const struct match *match = &reading->matches[i];
        if (match->start >= sentence->start && match->start < sentence->end && !reading->taken[i] &&
            reading_cue(reading, match)->table != RULE_VARIANT)
            explain_match(reading, match, lines);
    }
}

/* --- Facts --------------------------------------------------------------------------------- */

static const char *const fact_names[FACT_KIND_COUNT] = {
    [FACT_CATEGORY] = "category",   [FACT_HAZARD] = "hazard",     [FACT_REMEDY] = "remedy",
    [FACT_MAKE] = "make",           [FACT_MODEL] = "model",       [FACT_MARKET] = "market",
    [FACT_YEARS] = "years",         [FACT_STARTED] = "started",   [FACT_ENDED] = "ended",
    [FACT_DURATION] = "duration",   [FACT_COST] = "cost",         [FACT_PART] = "part",
    [FACT_PHONE] = "phone",         [FACT_URL] = "url",           [FACT_AFFECTED] = "affected",
    [FACT_CONDITION] = "condition", [FACT_HEADLINE] = "headline", [FACT_MARKET_EXCLUDED] = "not in market",
};

/* What the fact was read as. */
static void write_value(const struct recall *recall, const struct evidence *evidence, struct buffer *lines)
{
    const struct range minutes = recall->duration_minutes;
    const struct string_list *list = recall_list_of(recall, (int)evidence->kind);
    switch (evidence->kind) {
    case FACT_MAKE:
        buffer_append_string(lines, recall->make);
        break;
    case FACT_YEARS:
        buffer_append_format(lines, "%d-%d", recall->years.from, recall->years.to);
        break;
    case FACT_STARTED:
        buffer_append_string(lines, recall->started);
        break;
    case FACT_ENDED:
        buffer_append_string(lines, recall->ended);
        break;
    case FACT_DURATION:
        if (minutes.from >= 0 && minutes.to >= 0 && minutes.from != minutes.to)
            buffer_append_format(lines, "%d-", minutes.from);
        buffer_append_format(lines, "%s%d min",
                             minutes.from < 0 ? "up to "
                             : minutes.to < 0 ? "at least "
                                              : "",
                             minutes.to < 0 ? minutes.from : minutes.to);
        break;
    case FACT_COST:
        buffer_append_string(lines, cost_names[recall->cost].key);
        break;
    case FACT_AFFECTED:
        buffer_append_format(lines, "%lld %s",
                             (long long)(evidence->value ? recall->affected_germany : recall->affected_world),
                             evidence->value ? "in Germany" : "in the world");
        break;
    case FACT_URL:
    case FACT_CONDITION: /* in the words that stand behind it */
        break;
    default:
        if (list && evidence->value < list->count)
            buffer_append_string(lines, list->items[evidence->value]);
    }
}

static void explain_facts(const struct recall *recall, struct buffer *lines)
{
    for (size_t i = 0; i < recall->evidence_count; i++) {
        const struct evidence *evidence = &recall->evidence[i];
        buffer_append_format(lines, "fact %s ", fact_names[evidence->kind]);
        write_value(recall, evidence, lines);
        buffer_append_string(lines, "  \"");
        text_normalize_space((struct text_view){recall->text.bytes + evidence->start_bytes, evidence->length_bytes},
                             lines);
        buffer_append_format(lines, "\"  (bytes %u-%u)\n", evidence->start_bytes,
                             evidence->start_bytes + evidence->length_bytes);
    }
}

bool understand_explain(struct reading *reading, const struct recall *shown, struct buffer *lines, struct error *error)
{
    static const char what[] = "the text of a recall";
    struct recall recall = {
        .text = shown->text, .affected_world = -1, .affected_germany = -1, .duration_minutes = {-1, -1}};
    struct arena *arena = arena_new();
    if (!arena)
        return error_set_memory(error, what);
    bool good = reading_begin(reading, shown->text);
    for (size_t i = 0; good && i < reading->sentence_count; i++)
        explain_sentence(reading, &reading->sentences[i], lines);
    if (good && shown->given)
        good = understand_explain_component(reading->rules, shown->given->component, lines);
    good = (good || error_set_memory(error, what)) && understand_recall(reading, &recall, arena, error);
    if (good)
        explain_facts(&recall, lines);
    arena_free(arena);
    return good && (!lines->failed || error_set_memory(error, what));
}
