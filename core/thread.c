#include "core/thread.h"

#include <signal.h>
#include <stddef.h>
#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

bool thread_start(pthread_t *thread, void *(*run)(void *context), void *context)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool good = pthread_create(thread, NULL, run, context) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return good;
}

void thread_step_back(void)
{
#ifdef __linux__
    /*
     * Elsewhere the niceness is that of the whole process. At 19 it stays there. With these steps Linux gives it a tenth
     * of the others' time: mostly what they leave, and still a share where other programs leave nothing.
     */
    enum { STEP = 10 };
    static _Thread_local bool has_stepped;
    if (has_stepped || gettid() == getpid())
        return;
    has_stepped = true;
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + STEP);
#endif
}
