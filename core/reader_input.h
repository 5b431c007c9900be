#ifndef RUECKRUF_CORE_READER_INPUT_H
#define RUECKRUF_CORE_READER_INPUT_H

/*
 * The bytes of a file as a stream with a window: what readers of formats stand on. Knows where it
 * is (byte, line) and in which encoding the bytes are. Never holds more than the window.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"

enum reader_encoding { READER_UTF8, READER_WINDOWS_1252 };

struct reader_input {
    char *path;
    int descriptor;
    bool is_standard;
    char *window; /* bytes read and not yet taken begin at start */
    size_t capacity;
    size_t start;
    size_t end;
    bool at_end;       /* the file has no more bytes than the window */
    uint64_t offset;   /* in the file, of window[start] */
    size_t line;       /* of window[start], from 1 */
    char line_break;   /* what ends a line: \n, in files that know only \r that */
    bool in_long_line; /* the next line found is the rest of one that was too long */
    uint64_t size;     /* of the file; 0: unknown */
    enum reader_encoding encoding;
    bool is_mostly_utf8;          /* read as Windows-1252 all the same, for not all of it is UTF-8 */
    bool is_encoding_open;        /* a pipe that was plain ASCII so far: its first other bytes decide */
    bool (*go_on)(void *context); /* of the options */
    void *context;
};

/* A value may be so long; a longer one is a reject. */
enum { READER_VALUE_BYTES = 16 * 1024 * 1024 };

struct reader_options;

/*
 * Opens path ("-": standard input) and settles the encoding: the one that the options name, else UTF-8 when it has a
 * byte order mark, which is skipped, or all bytes are (of a pipe: the first ones), else Windows-1252.
 * ERROR_INPUT for directories, empty files and what is no text.
 */
bool reader_input_open(struct reader_input *input, const char *path, const struct reader_options *options,
                       struct error *error);
void reader_input_close(struct reader_input *input);

/* Reads on until the window holds size bytes or the file is at its end; false: an error. */
bool reader_input_fill(struct reader_input *input, size_t size, struct error *error);

/*
 * Finds the next line: its bytes without its line break in *line, with it in *length. A line that
 * is longer than READER_VALUE_BYTES comes in pieces, *whole false for each. At the file's end
 * *length is 0. The line is not taken. False: an error.
 */
bool reader_input_find_line(struct reader_input *input, struct text_view *line, size_t *length, bool *whole,
                            struct error *error);

/* What the window holds; valid until the next fill. */
struct text_view reader_input_view(const struct reader_input *input);

/* Takes bytes from the window's front. */
void reader_input_skip(struct reader_input *input, size_t length);

/* Appends raw bytes as stored text in UTF-8; returns how many characters were no valid text. */
size_t reader_input_decode(struct reader_input *input, struct text_view raw, struct buffer *stored);

#endif
