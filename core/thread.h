#ifndef RUECKRUF_CORE_THREAD_H
#define RUECKRUF_CORE_THREAD_H

/* Another thread of this program; signals stay the business of the first one. */

#include <pthread.h>
#include <stdbool.h>

/* False: none can be had. Else it is to be joined. */
bool thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

/*
 * Called by another thread than the first, as often as it likes: where processors are few, those that it works for come
 * before it. Where threads have no priorities of their own nothing changes.
 */
void thread_step_back(void);

#endif
