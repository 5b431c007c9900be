#include "tui/print.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/save.h"
#include "tui/scratch.h"

enum { COMMAND_WORDS = 16, COMMAND_BYTES = 400 };

/* --- Starting ------------------------------------------------------------------------------ */

/* The command's words, in place; their number. */
static size_t split_words(char *line, char *words[COMMAND_WORDS + 1])
{
    size_t count = 0;
    char *rest;
    for (char *word = strtok_r(line, " ", &rest); word && count < COMMAND_WORDS; word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count] = NULL;
    return count;
}

/* A session of its own; and what the browser needs to be told apart from, the command takes as usual. */
static void set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGTSTP);
    sigaddset(&usual, SIGTTOU);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigdefault(attributes, &usual);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

/* Starts the command with the file as its input; errno, or 0. */
static int start_command(const char *command, int input, pid_t *process)
{
    char line[COMMAND_BYTES], *words[COMMAND_WORDS + 1];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    snprintf(line, sizeof line, "%s", command);
    if (split_words(line, words) == 0)
        return ENOENT;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    posix_spawnattr_init(&attributes);
    set_attributes(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int code = posix_spawnp(process, words[0], &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

/* A file from which the command reads at its own pace; -1, with errno. */
static int make_input(struct text_view bytes)
{
    int input = scratch_open();
    if (input < 0 || save_write(input, bytes))
        return input;
    int code = errno;
    close(input);
    errno = code;
    return -1;
}

/* The first of the commands that is there; errno, or 0. */
static int start_first(const char *const *commands, int input, struct print_job *job)
{
    int code = ENOENT;
    for (const char *const *command = commands; *command && code == ENOENT; command++) {
        lseek(input, 0, SEEK_SET);
        job->command = *command;
        code = start_command(*command, input, &job->process);
    }
    if (code != 0)
        job->process = 0;
    return code;
}

static struct print_job *find_free(struct print *print)
{
    for (size_t i = 0; i < PRINT_JOBS_MOST; i++)
        if (print->jobs[i].process == 0)
            return &print->jobs[i];
    return NULL;
}

bool print_begin(struct print *print, struct text_view bytes, struct error *error)
{
    static const char *const usual[] = {"lp", "lpr", NULL};
    const char *chosen = getenv("RUECKRUF_PRINT");
    const char *const only[] = {chosen, NULL};
    struct print_job *job = find_free(print);
    if (!job)
        return error_set_texts(error, ERROR_SYSTEM, print->jobs[0].command, N_("too many are still printing"),
                               N_("wait for one to end, or write a file with e"));
    int input = make_input(bytes);
    if (input < 0)
        return error_set_system(error, ERROR_SYSTEM, chosen && *chosen ? chosen : usual[0], NULL, errno);
    int code = start_first(chosen && *chosen ? only : usual, input, job);
    close(input);
    if (code == ENOENT)
        return error_set_texts(error, ERROR_SYSTEM, job->command, N_("there is no such printer command"),
                               N_("name one in RUECKRUF_PRINT, or write a file with e"));
    return code == 0 || error_set_system(error, ERROR_SYSTEM, job->command, NULL, code);
}

/* --- Ending -------------------------------------------------------------------------------- */

enum print_outcome print_outcome(struct print *print, struct error *error)
{
    for (size_t i = 0; i < PRINT_JOBS_MOST; i++) {
        struct print_job *job = &print->jobs[i];
        int status;
        if (job->process == 0 || waitpid(job->process, &status, WNOHANG) != job->process)
            continue;
        job->process = 0;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            return PRINT_TAKEN;
        error_set_texts(error, ERROR_SYSTEM, job->command, N_("the printer did not take it"),
                        N_("name one in RUECKRUF_PRINT, or write a file with e"));
        return PRINT_REFUSED;
    }
    return PRINT_NOTHING;
}
