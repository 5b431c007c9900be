#ifndef RUECKRUF_CORE_CALENDAR_H
#define RUECKRUF_CORE_CALENDAR_H

#include <stdbool.h>

/* Whether there is such a day, by the Gregorian calendar; month and day count from 1. */
bool calendar_has(int year, int month, int day);

#endif
