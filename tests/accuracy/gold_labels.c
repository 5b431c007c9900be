#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/accuracy/gold.h"

#define BIT(category) ((uint32_t)1 << (CATEGORY_##category))

/* What an authority's component means here; found by the beginning of its name. */
static const struct {
    const char *label;
    uint32_t right;
} labels[] = {
    {"AIR BAGS", BIT(AIRBAG)},
    {"SEAT BELTS", BIT(RESTRAINT)},
    {"SEATS", BIT(RESTRAINT)},
    {"CHILD SEAT", BIT(RESTRAINT)},
    {"Tether", BIT(RESTRAINT)},
    {"FUEL SYSTEM", BIT(FUEL) | BIT(ENGINE) | BIT(EXHAUST)},
    {"EXTERIOR LIGHTING", BIT(LIGHTING)},
    {"INTERIOR LIGHTING", BIT(LIGHTING)},
    {"ELECTRICAL SYSTEM", BIT(ELECTRICS) | BIT(SOFTWARE) | BIT(HV)},
    {"ENGINE", BIT(ENGINE) | BIT(COOLING) | BIT(EXHAUST) | BIT(FUEL)},
    {"SERVICE BRAKES", BIT(BRAKES)},
    {"PARKING BRAKE", BIT(BRAKES)},
    {"ELECTRONIC STABILITY CONTROL", BIT(BRAKES)},
    {"TRACTION CONTROL SYSTEM", BIT(BRAKES)},
    {"STEERING", BIT(STEERING)},
    {"POWER TRAIN", BIT(DRIVELINE)},
    {"SUSPENSION", BIT(CHASSIS)},
    {"WHEELS", BIT(CHASSIS)},
    {"TIRES", BIT(CHASSIS)},
    {"BACK OVER PREVENTION", BIT(ASSIST) | BIT(SOFTWARE)},
    {"FORWARD COLLISION AVOIDANCE", BIT(ASSIST) | BIT(SOFTWARE)},
    {"LANE DEPARTURE", BIT(ASSIST) | BIT(SOFTWARE)},
    {"VISIBILITY", BIT(BODY) | BIT(COOLING) | BIT(OTHER) | BIT(ASSIST)},
    {"STRUCTURE", BIT(BODY)},
    {"LATCHES", BIT(BODY)},
    {"VEHICLE SPEED CONTROL", BIT(ENGINE) | BIT(ASSIST) | BIT(DRIVELINE) | BIT(OTHER)},
    {"HYBRID PROPULSION SYSTEM", BIT(HV)},
    {"EQUIPMENT", BIT(OTHER)},
    {"TRAILER HITCHES", BIT(OTHER)},
};

enum field {
    FIELD_CAMPAIGN,
    FIELD_MAKES,
    FIELD_LABELS,
    FIELD_FULL,
    FIELD_TRUNCATED,
    FIELD_DEFECT,
    FIELD_CONSEQUENCE,
    FIELD_CORRECTIVE,
    FIELD_COUNT
};

static uint32_t read_labels(char *list)
{
    uint32_t right = 0;
    for (char *label; (label = strsep(&list, "|")) != NULL;)
        for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
            if (strncmp(label, labels[i].label, strlen(labels[i].label)) == 0)
                right |= labels[i].right;
    return right;
}

static void add_row(char *line, struct arena *arena, struct gold *golds, size_t *count)
{
    char *fields[FIELD_COUNT];
    size_t found = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (found < FIELD_COUNT && (fields[found] = strsep(&line, "\t")) != NULL)
        found++;
    if (found < FIELD_COUNT || fields[FIELD_TRUNCATED][0] == '1' || !*fields[FIELD_DEFECT])
        return;
    uint32_t right = read_labels(fields[FIELD_LABELS]);
    if (right == 0)
        return;
    golds[(*count)++] = (struct gold){
        .id = arena_copy(arena, text_view_of(fields[FIELD_CAMPAIGN])),
        .text = text_view_of(arena_format(arena, "%s\n%s\n%s", fields[FIELD_DEFECT], fields[FIELD_CONSEQUENCE],
                                          fields[FIELD_CORRECTIVE])),
        .primary = CATEGORY_COUNT,
        .primaries_tolerated = right,
    };
}

bool gold_read_labels(const char *path, struct arena *arena, struct gold **golds, size_t *count)
{
    enum { MOST = 100000 };
    FILE *file = fopen(path, "re");
    *count = 0;
    *golds = file ? arena_allocate_array(arena, MOST, sizeof **golds) : NULL;
    if (!*golds) {
        if (file)
            fclose(file);
        return false;
    }
    char *line = NULL;
    size_t capacity = 0;
    bool header = true;
    while (*count < MOST && getline(&line, &capacity, file) > 0) {
        if (!header)
            add_row(line, arena, *golds, count);
        header = false;
    }
    free(line);
    fclose(file);
    return !arena_failed(arena);
}
