#ifndef RUECKRUF_CORE_RECALL_H
#define RUECKRUF_CORE_RECALL_H

/*
 * The plain types of the field: what a recall is made of. No behaviour but the
 * look-up in the tables of kinds.
 *
 * Strings are zero-terminated UTF-8 as the source has them, not yet made safe
 * for a screen; NULL where a fact is unknown. Whoever fills a recall says what
 * arena its memory lives in.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/kind_name.h"
#include "core/memory.h"

/* The order is the order of display; the first nine are also the browser's keys 1 to 9. */
enum category {
    CATEGORY_ELECTRICS,
    CATEGORY_ENGINE,
    CATEGORY_CONNECTIVITY,
    CATEGORY_AIRBAG,
    CATEGORY_RESTRAINT,
    CATEGORY_BRAKES,
    CATEGORY_STEERING,
    CATEGORY_DRIVELINE,
    CATEGORY_FUEL,
    CATEGORY_COOLING,
    CATEGORY_EXHAUST,
    CATEGORY_CHASSIS,
    CATEGORY_BODY,
    CATEGORY_LIGHTING,
    CATEGORY_HV,
    CATEGORY_ASSIST,
    CATEGORY_SOFTWARE,
    CATEGORY_OTHER,
    CATEGORY_COUNT
};

enum hazard {
    HAZARD_FIRE,
    HAZARD_STALL,
    HAZARD_NO_START,
    HAZARD_POWER_REDUCTION,
    HAZARD_ENGINE_DAMAGE,
    HAZARD_POWER_LOSS,
    HAZARD_STEERING_ASSIST_LOSS,
    HAZARD_STEERING_LOSS,
    HAZARD_BRAKE_LOSS,
    HAZARD_UNINTENDED_BRAKING,
    HAZARD_ROLLAWAY,
    HAZARD_UNINTENDED_ACCEL,
    HAZARD_AIRBAG_NO_DEPLOY,
    HAZARD_AIRBAG_UNINTENDED,
    HAZARD_AIRBAG_RUPTURE,
    HAZARD_RESTRAINT_FAIL,
    HAZARD_ACCESS,
    HAZARD_LOCKOUT,
    HAZARD_DOOR_OPEN,
    HAZARD_PART_DETACH,
    HAZARD_VISIBILITY,
    HAZARD_LIGHTS_FAIL,
    HAZARD_SHOCK,
    HAZARD_INJURY,
    HAZARD_LEAK,
    HAZARD_OVERHEAT,
    HAZARD_EMISSIONS,
    HAZARD_ASSIST_FAIL,
    HAZARD_WARNING_MISSING,
    HAZARD_LOSS_OF_CONTROL,
    HAZARD_CRASH,
    HAZARD_COUNT
};

enum remedy {
    REMEDY_REPLACE,
    REMEDY_INSPECT,
    REMEDY_REPAIR,
    REMEDY_RETROFIT,
    REMEDY_SOFTWARE,
    REMEDY_ONLINE,
    REMEDY_ADVISE,
    REMEDY_COUNT
};

enum cost { COST_UNKNOWN, COST_FREE, COST_PARTLY, COST_PAID, COST_COUNT };

/* What a source says in a column of its own, beside the hazards read from the text. */
enum advisory {
    ADVISORY_DO_NOT_DRIVE = 1 << 0,
    ADVISORY_PARK_OUTSIDE = 1 << 1,
};

extern const struct kind_name category_names[CATEGORY_COUNT];
extern const struct kind_name hazard_names[HAZARD_COUNT];
extern const struct kind_name remedy_names[REMEDY_COUNT];
extern const struct kind_name cost_names[COST_COUNT]; /* the key of COST_UNKNOWN is NULL */

/* The row of names whose key is the given one; count when there is none. */
size_t kind_find(const struct kind_name *names, size_t count, struct text_view key);

struct string_list {
    const char **items;
    size_t count;
};

/* A closed range; 0 (years) or -1 (minutes) stands for an unknown end. */
struct range {
    int from;
    int to;
};

struct vehicle {
    const char *make;
    const char *model; /* may be NULL */
    struct range years;
};

/* Where a recall was found: a source's name and the place of the value in it, counted from 0. */
struct occurrence {
    const char *source;
    size_t position;
    bool unlisted; /* a newer file of the source no longer has it */
};

/* The facts that can point to their place in the text. */
enum fact_kind {
    FACT_CATEGORY,
    FACT_HAZARD,
    FACT_REMEDY,
    FACT_MAKE,
    FACT_MODEL,
    FACT_MARKET,
    FACT_MARKET_EXCLUDED,
    FACT_YEARS,
    FACT_STARTED,
    FACT_ENDED,
    FACT_DURATION,
    FACT_COST,
    FACT_PART,
    FACT_PHONE,
    FACT_URL,
    FACT_AFFECTED,
    FACT_CONDITION,
    FACT_HEADLINE,
    FACT_COMPLETION,
    FACT_COMPLETION_OF_LIST,
    FACT_CODE,            /* what the maker calls the action */
    FACT_VEHICLE_NUMBERS, /* which cars are meant: a range of numbers, or prose */
    FACT_UNREADABLE,      /* "COLUMN: VALUE": a date, year or number of the source that is none, as it is written */
    FACT_KIND_COUNT
};

/* A fact that a source states in a field of its own: what rules read the text is nothing to it. */
struct stated {
    enum fact_kind kind;
    const char
        *value; /* a kind's key, a date, minutes ("20-30", "-30"), words; as the source has it where it is none */
};

/* What stands between several labels of components. */
#define COMPONENT_JOINT "; "

/* What the source says of a recall beside its text and its vehicles. */
struct given {
    const char *title;
    const char *date; /* on which the authority published it */
    const char *make; /* which it is listed under, of those of its vehicles */
    struct range years;
    int64_t affected_world;
    int64_t affected_germany;
    const char *component; /* the authority's own labels of what is concerned, "; " between several */
    unsigned advisories;
    const struct stated *stated;
    size_t stated_count;
};

/* How facts of a kind are stated. */
struct stated_kind {
    enum fact_kind kind;
    const char *key;               /* in JSON, and as a column */
    bool is_single;                /* the first one stated holds */
    bool has_no_order;             /* whichever of several comes first says nothing */
    const struct kind_name *names; /* of which the value is one; NULL: free */
    size_t name_count;
    const char *separators; /* between several in the cell of a table; NULL: there is one */
};

enum { STATED_KIND_COUNT = 18 };
extern const struct stated_kind stated_kinds[STATED_KIND_COUNT];

/* NULL: facts of this kind are not stated so. */
const struct stated_kind *stated_kind_of(enum fact_kind kind);

/* A fact's place: bytes of the recall's text. value is the enum of a category, hazard or remedy, else the
   index in the list it belongs to. */
struct evidence {
    enum fact_kind kind;
    unsigned value;
    uint32_t start_bytes;
    uint32_t length_bytes;
};

struct recall {
    const char *id;       /* at most 10 characters of A-Z, 0-9 and - */
    const char *campaign; /* NULL where the source has no numbers */
    const char *authority;
    const char *headline;
    struct text_view text;
    enum category categories[CATEGORY_COUNT]; /* the primary one first */
    size_t category_count;
    const char *make; /* NULL where vehicles are of several */
    struct string_list models;
    struct string_list markets;
    struct string_list markets_excluded;
    struct range years;            /* {0, 0} when unknown */
    const char *date;              /* it is listed under: started, else what its source dates it; NULL when undated */
    const char *started;           /* YYYY, YYYY-MM or YYYY-MM-DD */
    const char *ended;             /* likewise */
    struct range duration_minutes; /* {-1, -1} when unknown */
    enum cost cost;
    uint32_t hazards;    /* bit 1 << enum hazard */
    uint32_t remedies;   /* bit 1 << enum remedy */
    unsigned advisories; /* of enum advisory */
    struct string_list parts;
    struct string_list phones;
    struct string_list urls;
    int64_t affected_world;   /* -1 when unknown */
    int64_t affected_germany; /* -1 when unknown */
    struct string_list conditions;
    struct string_list completion;
    struct string_list completion_of_list;
    const struct vehicle *vehicles;
    size_t vehicle_count;
    const struct occurrence *occurrences;
    size_t occurrence_count;
    const struct evidence *evidence;
    size_t evidence_count;
    const struct given *given; /* of which the above is made, with the text; NULL: not known */
};

/*
 * The recall's own list of the facts of that kind, as its text names them; NULL: they are kept in no list. Notes are no
 * facts of the text.
 */
struct string_list *recall_list_of(const struct recall *recall, int kind);

/* What a list shows of a recall. */
struct recall_summary {
    uint32_t rank; /* its place in the database: 0 is the newest */
    const char *id;
    const char *date; /* started, else what the source dates it; NULL when undated */
    const char *headline;
    const char *make;    /* the first of several */
    const char *model;   /* NULL: it has several, or none is known */
    unsigned make_count; /* of its cars; 0 when none is known */
    enum category primary;
    uint32_t hazards;
    unsigned advisories;
    int64_t added; /* when an import first brought it, in seconds since 1970 */
};

#endif
