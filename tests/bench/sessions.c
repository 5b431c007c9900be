/*
 * Many people searching at once: so many processes, each of them typing so many keys a second.
 *
 *   sessions DATABASE QUERIES [PROCESSES [SECONDS [KEYS-A-SECOND]]]     default 100 20 5
 *
 * Prints how long the keys took (count, first page, category counts), and how much memory all processes together need:
 * the sum of their PSS, in which pages that they share count once. Keys of phrases are left out: they are read in
 * slices and abandoned at the next key.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/query.h"
#include "core/rules.h"
#include "core/search.h"
#include "core/store.h"

enum { KEYS_MOST = 8000, TIMES_MOST = 400000, PAGE = 50 };

static char keys[KEYS_MOST][200];
static size_t key_count;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void fail(const struct error *error)
{
    fprintf(stderr, "sessions: %s: %s\n", error->what, error->why);
    exit(2);
}

static void read_keys(const char *path)
{
    char line[200];
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(2);
    }
    while (fgets(line, sizeof line, file)) {
        size_t length = strcspn(line, "\n");
        for (size_t i = 1; i <= length && key_count < KEYS_MOST && !strchr(line, '"'); i++)
            if (((unsigned char)line[i] & 0xC0) != 0x80)
                memcpy(keys[key_count++], line, i);
    }
    fclose(file);
}

static void press(struct search *search, const struct rules *rules, const char *typed)
{
    struct error error = {0};
    struct query *query;
    uint32_t ranks[PAGE];
    if (!query_parse(text_view_of(typed), &query, &error))
        return;
    struct search_request request = {.query = query, .category = -1};
    if (!query_widen(query, rules, &error) || !search_run(search, &request, &error))
        fail(&error);
    search_page(search, 0, PAGE, ranks);
    query_free(query);
}

static long own_pss(void)
{
    char line[200];
    long kilobytes = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "Pss: %ld", &kilobytes) == 1)
            break;
    if (file)
        fclose(file);
    return kilobytes;
}

/* One person: keys from a place of their own on, at moments of their own. */
static void type(const char *database, int number, int count, double seconds, double keys_a_second, int out)
{
    struct error error = {0};
    struct store *store;
    struct search *search;
    struct rules *rules;
    const char *folder = getenv("RUECKRUF_RULES");
    if (!rules_load_synonyms(folder ? folder : SRCDIR "/data/rules", NULL, &rules, &error) ||
        !store_open(database, &store, &error) || !search_new(store, &search, &error))
        fail(&error);
    double pause = 1e3 / keys_a_second, start = now() + 500, next = start + pause * number / count;
    size_t key = key_count * (size_t)number / (size_t)count;
    double pss = 0;
    for (; next < start + seconds * 1e3; next += pause) {
        double wait = next - now();
        if (wait > 0)
            usleep((useconds_t)(wait * 1e3));
        /* From the moment the key was pressed, so that waiting for the processor counts. */
        press(search, rules, keys[key++ % key_count]);
        double took = now() - next;
        if (write(out, &took, sizeof took) != sizeof took)
            exit(2);
        if (pss == 0 && next > start + seconds * 500)
            pss = (double)own_pss();
    }
    pss = -pss;
    exit(write(out, &pss, sizeof pss) == sizeof pss ? 0 : 2);
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int count, char **arguments)
{
    static double times[TIMES_MOST];
    size_t time_count = 0;
    int pipe_ends[2], processes = count > 3 ? atoi(arguments[3]) : 100;
    double seconds = count > 4 ? atof(arguments[4]) : 20, rate = count > 5 ? atof(arguments[5]) : 5, took, pss = 0;
    if (count < 3 || pipe(pipe_ends) != 0) {
        fprintf(stderr, "usage: sessions DATABASE QUERIES [PROCESSES [SECONDS [KEYS-A-SECOND]]]\n");
        return 2;
    }
    memory_keep_little();
    read_keys(arguments[2]);
    for (int i = 0; i < processes; i++)
        if (fork() == 0)
            type(arguments[1], i, processes, seconds, rate, pipe_ends[1]);
    close(pipe_ends[1]);
    while (read(pipe_ends[0], &took, sizeof took) == sizeof took) {
        if (took < 0)
            pss -= took;
        else if (time_count < TIMES_MOST)
            times[time_count++] = took;
    }
    while (wait(NULL) > 0)
        ;
    qsort(times, time_count, sizeof *times, compare);
    if (time_count == 0)
        return 2;
    printf("%d processes, %.0f keys a second each, %zu keys: p50 %.3f   p99 %.3f   max %.3f ms   summed PSS %.0f MB\n",
           processes, rate, time_count, times[time_count / 2], times[time_count * 99 / 100], times[time_count - 1],
           pss / 1024);
    return 0;
}
