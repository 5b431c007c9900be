#ifndef RUECKRUF_CORE_READER_DRAFT_H
#define RUECKRUF_CORE_READER_DRAFT_H

/*
 * A row on its way to a record: its cells are put where they belong, whatever the format calls
 * them, and then made one record.
 */

#include "core/reader_format.h"
#include "core/reader_value.h"

/* What a column or key means. */
enum reader_target {
    TARGET_NONE,
    TARGET_CAMPAIGN,
    TARGET_AUTHORITY,
    TARGET_HEADLINE, /* a title that is no part of the text */
    TARGET_TITLE,    /* a title that is its first part */
    TARGET_TEXT,     /* the text's parts, in this order */
    TARGET_CONSEQUENCE,
    TARGET_REMEDY,
    TARGET_NOTES,
    TARGET_INCIDENTS, /* known ones; often no more than "keine", so it is said what there are none of */
    TARGET_MAKE,
    TARGET_MAKE_ELSE,  /* where there is no other */
    TARGET_MODEL,      /* one */
    TARGET_MODELS,     /* several, joined by commas */
    TARGET_MODEL_ELSE, /* where there is no other */
    TARGET_YEARS,      /* model years: "2005", "2005-2009" */
    TARGET_YEAR_FROM,
    TARGET_YEAR_TO,
    TARGET_BUILT_FROM, /* dates of production, where there are no model years */
    TARGET_BUILT_TO,
    TARGET_DATE,
    TARGET_DATE_US,   /* likewise, the month first */
    TARGET_DATE_ELSE, /* where there is no other */
    TARGET_AFFECTED_WORLD,
    TARGET_AFFECTED_GERMANY,
    TARGET_COMPONENT,
    TARGET_NUMBER_FROM, /* vehicle numbers */
    TARGET_NUMBER_TO,
    TARGET_DO_NOT_DRIVE,
    TARGET_PARK_OUTSIDE,
    TARGET_VEHICLE, /* an object in a list of them */
    TARGET_STATED,  /* of a table that was exported here: the object with what the recall's source stated */
    TARGET_COUNT,
    TARGET_FACT_FIRST = TARGET_COUNT, /* and one for each kind of stated fact */
    TARGET_FACT_END = TARGET_FACT_FIRST + FACT_KIND_COUNT
};

/* The target of the facts of a kind. */
#define TARGET_FACT(kind) ((enum reader_target)(TARGET_FACT_FIRST + (kind)))

struct reader_draft {
    struct reader *reader;
    struct text_view values[TARGET_COUNT]; /* in the reader's arena */
    size_t capacities[TARGET_COUNT];       /* of those that were appended to */
    enum reader_day_order day_order;
    struct vehicle *vehicles; /* those stated one by one; in the arena, as the stated facts */
    size_t vehicle_count;
    size_t vehicle_capacity;
    struct stated *stated;
    size_t stated_count;
    size_t stated_capacity;
    size_t unreadable;  /* of those, as in raw_record */
    bool has_zero_byte; /* one of those has */
};

/*
 * Empties the draft for the reader's next value. What is put into it is copied into the reader's arena, so a draft
 * needs no free, and is good until the reader goes on. When memory is out, reader->text or the arena has failed:
 * the reader looks once, at the end.
 */
void reader_draft_begin(struct reader_draft *draft, struct reader *reader);

/*
 * Puts a cell of stored text where it belongs, without white space at its ends; missing ones are
 * passed over. Parts of the text and models may come several times, of the rest the first counts.
 */
void reader_draft_put(struct reader_draft *draft, enum reader_target target, struct text_view value);

/* Likewise, one item of a list: it is not taken apart. */
void reader_draft_put_item(struct reader_draft *draft, enum reader_target target, struct text_view value);

/* A vehicle of its own; missing strings are empty, unknown years 0. Without both strings it is none. */
void reader_draft_put_vehicle(struct reader_draft *draft, struct text_view make, struct text_view model,
                              struct range years);

/* A value that is not what a column wants, kept as a stated fact under the name that --map has for the column. */
void reader_draft_put_unreadable(struct reader_draft *draft, const char *column, struct text_view value);

/* Takes back all but what tells who the recall is: campaign, authority and text. */
void reader_draft_forget_facts(struct reader_draft *draft);

/* Whether something that is not empty was put there; for targets of one value, no facts. */
bool reader_draft_has(const struct reader_draft *draft, enum reader_target target);

/*
 * Fills the record's fields; those that the draft has nothing for stay as they are. The record borrows from the
 * reader's arena and text. Returns NULL, or why no record can be made: a reason for raw_reject, which is marked with
 * N_() and lives as long as the program.
 */
const char *reader_draft_finish(struct reader_draft *draft, struct raw_record *record);

#endif
