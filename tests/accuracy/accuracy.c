/*
 * Scores the shipped rules against texts with known answers, prints the measures with n and fails
 * when a gate is not reached. With a file name as argument every miss goes to that file, with its
 * text; the texts kept aside are left out there, so that nobody fits the rules to them. Further arguments
 * are gold files to be scored instead, without gates: new texts, before anybody has fitted rules to them.
 */

#include <stdlib.h>
#include <string.h>

#include "tests/accuracy/measure.h"

struct gate {
    enum measure measure;
    double least;
};

enum part { PART_ALL, PART_SEEN, PART_HELD_OUT };

struct task {
    const char *name;
    const char *file; /* below tests/data/gold/ */
    enum part part;
    struct gate gates[13]; /* up to the first whose least is 0 */
};

static const struct task tasks[] = {
    {"seeds",
     "seeds.jsonl",
     PART_ALL,
     {{MEASURE_KIND, 1},
      {MEASURE_TOLERANT, 1},
      {MEASURE_START, 1},
      {MEASURE_END, 1},
      {MEASURE_DURATION, 1},
      {MEASURE_COST, 1},
      {MEASURE_MAKE, 1},
      {MEASURE_MODELS, 1},
      {MEASURE_PARTS, 1},
      {MEASURE_MARKETS, 1},
      {MEASURE_HAZARDS, 0.98},
      {MEASURE_REMEDIES, 0.98}}},
    {"dev_de",
     "dev_de.jsonl",
     PART_ALL,
     {{MEASURE_KIND, 1},
      {MEASURE_STRICT, 0.97},
      {MEASURE_MACRO, 0.95},
      {MEASURE_START, 0.98},
      {MEASURE_DURATION, 0.98},
      {MEASURE_COST, 0.98},
      {MEASURE_MAKE, 0.98},
      {MEASURE_MODELS, 0.97},
      {MEASURE_HAZARDS, 0.95},
      {MEASURE_REMEDIES, 0.93}}},
    {"real_de, seen part", "real_de.jsonl", PART_SEEN, {{MEASURE_KIND, 1}, {MEASURE_TOLERANT, 0.95}}},
    {"real_de, kept aside", "real_de.jsonl", PART_HELD_OUT, {{MEASURE_TOLERANT, 0.9}}},
};

static double measured(const struct score *score, enum measure measure)
{
    if (measure == MEASURE_MACRO)
        return score_macro_f1(score);
    const struct tally *tally = &score->tallies[measure];
    return measure <= MEASURE_TOLERANT ? tally_precision(tally) : tally_f1(tally);
}

static bool check_gates(const struct task *task, const struct score *score)
{
    bool good = true;
    for (const struct gate *gate = task->gates; gate->least > 0; gate++) {
        if (measured(score, gate->measure) + 0.0005 >= gate->least)
            continue;
        printf("  FAIL: measure %d is %.3f, the gate is %.3f\n", (int)gate->measure, measured(score, gate->measure),
               gate->least);
        good = false;
    }
    return good;
}

static bool run_task(struct reading *reading, const struct task *task, FILE *misses)
{
    struct arena *arena = arena_new();
    struct gold *golds;
    size_t count;
    struct score score = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/data/gold/%s", SRCDIR, task->file);
    bool good = arena && gold_read(path, arena, &golds, &count);
    for (size_t i = 0; good && i < count; i++) {
        bool held_out = gold_is_held_out(&golds[i]);
        if (task->part == PART_ALL || held_out == (task->part == PART_HELD_OUT))
            good = measure_text(reading, &golds[i], &score, task->part == PART_HELD_OUT ? NULL : misses);
    }
    arena_free(arena);
    if (!good)
        return false;
    measure_print(&score, task->name, stdout);
    return check_gates(task, &score);
}

static bool run_files(struct reading *reading, char *const *files, FILE *misses)
{
    bool good = true;
    for (; *files && good; files++) {
        struct arena *arena = arena_new();
        struct gold *golds;
        size_t count;
        struct score score = {0};
        good = arena && gold_read(*files, arena, &golds, &count);
        for (size_t i = 0; good && i < count; i++)
            good = measure_text(reading, &golds[i], &score, misses);
        if (good)
            measure_print(&score, *files, stdout);
        arena_free(arena);
    }
    return good;
}

/* The authority's file is not part of the sources: without it this part is skipped. */
static bool run_labels(struct reading *reading, FILE *misses)
{
    const char *folder = getenv("REAL_DATA");
    char path[1024];
    if (!folder)
        return true;
    snprintf(path, sizeof path, "%s/../nhtsa-labels-dev.tsv", folder);
    struct arena *arena = arena_new();
    struct gold *golds;
    size_t count;
    struct score score = {0};
    bool good = arena != NULL;
    if (good && gold_read_labels(path, arena, &golds, &count)) {
        for (size_t i = 0; good && i < count; i++)
            good = measure_text(reading, &golds[i], &score, misses);
        static const struct task task = {.name = "nhtsa labels", .gates = {{MEASURE_TOLERANT, 0.85}}};
        measure_print(&score, task.name, stdout);
        good = good && check_gates(&task, &score);
    }
    arena_free(arena);
    return good;
}

int main(int argc, char **argv)
{
    struct rules *rules;
    struct error error = {0};
    if (!rules_load(SRCDIR "/data/rules", NULL, &rules, &error)) {
        fprintf(stderr, "accuracy: %s: %s\n", error.what, error.why);
        return EXIT_FAILURE;
    }
    struct reading *reading = reading_new(rules);
    if (!reading)
        return EXIT_FAILURE;
    FILE *misses = argc > 1 ? fopen(argv[1], "we") : NULL;
    bool good = true;
    if (argc > 2) {
        good = run_files(reading, argv + 2, misses);
    } else {
        for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
            good = run_task(reading, &tasks[i], misses) && good;
        good = run_labels(reading, misses) && good;
    }
    if (misses)
        fclose(misses);
    reading_free(reading);
    rules_free(rules);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
