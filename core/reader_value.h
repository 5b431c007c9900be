#ifndef RUECKRUF_CORE_READER_VALUE_H
#define RUECKRUF_CORE_READER_VALUE_H

/*
 * Single values as the authorities write them: dates, years, numbers. Pure; what can't be read, or
 * can't be true, is unknown.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/recall.h"

enum reader_day_order { DAY_FIRST, MONTH_FIRST };

/* Large enough for YYYY-MM-DD. */
enum { READER_DATE_BYTES = 11 };

/*
 * Reads YYYY-MM-DD (also with a time behind it), YYYY-MM, YYYY, YYYYMMDD, DD.MM.YYYY, DD/MM/YYYY,
 * DD/MM/YY (order says whether the month comes first), MM.YYYY, MM/YYYY and /Date(milliseconds+zone)/, and writes
 * YYYY-MM-DD, YYYY-MM or YYYY. False when it is none, no day of the calendar, or of a year that no
 * recall can be of: so the authorities' signs for "unknown" (19010101, 11111111, 19000101) are.
 */
bool reader_date(struct text_view value, enum reader_day_order order, char date[READER_DATE_BYTES]);

/*
 * The year of a date, or the four digits that a value begins with; 0 when unknown. False when that is not all that the
 * value says.
 */
bool reader_year(struct text_view value, int *year);

/* "2005", "2005-2009", "05/2005 – 11/2009", "2005, 2007 und 2009": the first and the last one, else as reader_year().
 */
bool reader_years(struct text_view value, struct range *years);

/* Two years as a range, whichever is first; the one that is known (not 0) stands for both. */
struct range reader_order_years(int from, int to);

/* Whether a date or a year is one of the signs that the authorities write when they know none. */
bool reader_is_unknown(struct text_view value);

/* "375", "40,915.00", "1.234.567", "12 000"; -1 when it is no such number. */
int64_t reader_count(struct text_view value);

/* Minutes: "30", "20-30", "20-", "-30"; unknown ends are -1. False when it is neither. */
bool reader_minutes(struct text_view value, struct range *minutes);

/* An empty value, or the words that stand for one: "N/A", "null", "-". */
bool reader_is_missing(struct text_view value);

/* "U. W." ends the KBA's longer lists of models: and others. It is no model. */
bool reader_is_and_others(struct text_view value);

/* Whether a stated value is one of its kind, as stated_kinds has it, so that something follows from it. */
bool reader_is_stated(enum fact_kind kind, struct text_view value);

#endif
