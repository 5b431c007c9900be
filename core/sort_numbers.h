#ifndef RUECKRUF_CORE_SORT_NUMBERS_H
#define RUECKRUF_CORE_SORT_NUMBERS_H

/* Sorting of many numbers, without comparing them. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Into ascending order. False: out of memory. */
bool sort_numbers(uint64_t *numbers, size_t count);

#endif
