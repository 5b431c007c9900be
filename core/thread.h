#ifndef RUECKRUF_CORE_THREAD_H
#define RUECKRUF_CORE_THREAD_H

/* Another thread of this program; signals stay the business of the first one. */

#include <pthread.h>
#include <stdbool.h>

/* False: none can be had. Else it is to be joined. */
bool thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

#endif
