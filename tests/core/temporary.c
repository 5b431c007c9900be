#include "tests/core/temporary.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

void temporary_name(struct temporary *temporary, const char *test, const char *suffix)
{
    snprintf(temporary->path, sizeof temporary->path, "/tmp/%s.%ld", test, (long)getpid());
    snprintf(temporary->file, sizeof temporary->file, "%s%s", temporary->path, suffix);
}

void temporary_write_over(const struct temporary *temporary, uint64_t place, const char *bytes, size_t length)
{
    FILE *file = fopen(temporary->file, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)place, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

uint64_t temporary_room(const struct temporary *temporary)
{
    struct stat status;
    int file = open(temporary->file, O_RDONLY);
    assert_true(file >= 0 && fsync(file) == 0 && fstat(file, &status) == 0); /* what is written must have got there */
    close(file);
    return (uint64_t)status.st_blocks * 512;
}

bool temporary_can_give_back(void)
{
    bool can = false;
#ifdef FALLOC_FL_PUNCH_HOLE
    enum { BYTES = 1024 * 1024 };
    FILE *file = tmpfile();
    can = file && ftruncate(fileno(file), BYTES) == 0 &&
          fallocate(fileno(file), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, BYTES) == 0;
    if (file)
        fclose(file);
#endif
    return can;
}

struct rlimit temporary_limit(size_t bytes)
{
    struct rlimit before, limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

void temporary_end_limit(const struct rlimit *before)
{
    assert_int_equal(setrlimit(RLIMIT_FSIZE, before), 0);
}

void temporary_expect_no_room(bool good, const struct error *error)
{
    assert_false(good);
    assert_int_equal(error->kind, ERROR_SYSTEM);
    assert_true(error->way_out[0]);
}
