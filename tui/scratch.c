#include "tui/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int scratch_open(void)
{
#ifdef HAVE_MEMFD_CREATE
    return memfd_create("rueckruf", MFD_CLOEXEC);
#else
    FILE *file = tmpfile();
    if (!file)
        return -1;
    int descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0), code = errno;
    fclose(file);
    errno = code;
    return descriptor;
#endif
}
