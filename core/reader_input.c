#include "core/reader_input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/reader.h"
#include "core/text.h"
#include "core/worker.h"

enum { SAMPLE_BYTES = 1024 * 1024, CHUNK_BYTES = 256 * 1024 };

/* --- The window ---------------------------------------------------------------------------- */

static bool make_room(struct reader_input *input, size_t size, struct error *error)
{
    if (input->start > 0) {
        memmove(input->window, input->window + input->start, input->end - input->start);
        input->end -= input->start;
        input->start = 0;
    }
    if (size <= input->capacity)
        return true;
    size_t capacity = input->capacity ? input->capacity : CHUNK_BYTES;
    while (capacity < size)
        capacity *= 2;
    char *window = realloc(input->window, capacity);
    if (!window)
        return error_set_memory(error, input->path);
    input->window = window;
    input->capacity = capacity;
    return true;
}

/* A file that is being written while it is read is only a part of what it will be, or was. */
static bool check_size(const struct reader_input *input, struct error *error)
{
    uint64_t taken = input->offset + (input->end - input->start);
    if (input->size == 0 || taken == input->size)
        return true;
    error_set(error, ERROR_INPUT, input->path, "has changed while it was read");
    return error_set_way_out(error, "import it again once it is complete");
}

static bool interrupted(const struct reader_input *input, struct error *error)
{
    return error_set(error, ERROR_INTERRUPTED, input->path, "interrupted");
}

/* A pipe may have nothing to give for long. */
static bool wait_for_bytes(const struct reader_input *input, struct error *error)
{
    enum { MILLISECONDS = 100 };
    struct pollfd pipe = {.fd = input->descriptor, .events = POLLIN};
    bool is_waiting = input->size == 0 && input->go_on;
    while (is_waiting) {
        if (!input->go_on(input->context))
            return interrupted(input, error);
        int count = poll(&pipe, 1, MILLISECONDS);
        is_waiting = count == 0 || (count < 0 && errno == EINTR);
    }
    return true;
}

bool reader_input_fill(struct reader_input *input, size_t size, struct error *error)
{
    if (input->at_end || input->end - input->start >= size)
        return true;
    if (!make_room(input, size, error))
        return false;
    while (!input->at_end && input->end < size) {
        if (!wait_for_bytes(input, error))
            return false;
        ssize_t taken = read(input->descriptor, input->window + input->end, input->capacity - input->end);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken < 0)
            return error_set_system(error, ERROR_INPUT, input->path, N_("can\'t be read"), errno);
        input->at_end = taken == 0;
        input->end += (size_t)taken;
    }
    return !input->at_end || check_size(input, error);
}

struct text_view reader_input_view(const struct reader_input *input)
{
    return (struct text_view){input->window ? input->window + input->start : "", input->end - input->start};
}

void reader_input_skip(struct reader_input *input, size_t length)
{
    const char *bytes = input->window + input->start;
    for (const char *at = bytes; (at = memchr(at, input->line_break, length - (size_t)(at - bytes))) != NULL; at++)
        input->line++;
    input->start += length;
    input->offset += length;
}

bool reader_input_find_line(struct reader_input *input, struct text_view *line, size_t *length, bool *whole,
                            struct error *error)
{
    size_t searched = 0;
    for (size_t wanted = 64 * 1024;; wanted *= 2) {
        if (!reader_input_fill(input, wanted, error))
            return false;
        struct text_view view = reader_input_view(input);
        const char *found =
            view.length > searched ? memchr(view.bytes + searched, input->line_break, view.length - searched) : NULL;
        size_t end = found ? (size_t)(found - view.bytes) : view.length;
        *whole = end <= READER_VALUE_BYTES && (found || input->at_end) && !input->in_long_line;
        if (!found && !input->at_end && end <= READER_VALUE_BYTES) {
            searched = view.length;
            continue;
        }
        if (end > READER_VALUE_BYTES) {
            end = READER_VALUE_BYTES;
            found = NULL;
        }
        *length = found ? end + 1 : end;
        *line = (struct text_view){view.bytes, end};
        if (found && end > 0 && input->line_break == '\n' && view.bytes[end - 1] == '\r')
            line->length--;
        input->in_long_line = !*whole && !found && *length > 0;
        return true;
    }
}

/* Files of old Macintoshes know no line feed. */
static char find_line_break(struct text_view sample)
{
    bool only_returns =
        sample.length > 0 && !memchr(sample.bytes, '\n', sample.length) && memchr(sample.bytes, '\r', sample.length);
    return only_returns ? '\r' : '\n';
}

/* --- Encoding ------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    enum reader_encoding encoding;
} encodings[] = {
    {"UTF-8", READER_UTF8},
    {"UTF8", READER_UTF8},
    {"Windows-1252", READER_WINDOWS_1252},
    {"CP1252", READER_WINDOWS_1252},
    {"ISO-8859-1", READER_WINDOWS_1252},
    {"Latin1", READER_WINDOWS_1252},
};

const char *reader_encoding_name(size_t index)
{
    return index < sizeof encodings / sizeof encodings[0] ? encodings[index].name : NULL;
}

static bool set_named_encoding(struct reader_input *input, const char *name, struct error *error)
{
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
        if (strcasecmp(name, encodings[i].name) == 0) {
            input->encoding = encodings[i].encoding;
            return true;
        }
    }
    error_set(error, ERROR_USAGE, name, "is an encoding this program does not know");
    return error_set_way_out(error, "use UTF-8 or Windows-1252");
}

/* Cuts an unfinished character off the end of a piece of a longer text. */
static size_t whole_characters(struct text_view text)
{
    for (size_t back = 1; back <= 3 && back <= text.length; back++) {
        unsigned char byte = (unsigned char)text.bytes[text.length - back];
        if (byte >= 0xC0)
            return text.length - back;
        if (byte < 0x80)
            break;
    }
    return text.length;
}

/* A piece of a file that is looked at beside others. */
enum { PIECES = 8, PIECE_BYTES = 128 * 1024, CHARACTER_REST_BYTES = 3 };

struct piece {
    uint64_t offset;
    bool is_utf8;
    char bytes[PIECE_BYTES + CHARACTER_REST_BYTES];
};

/* How many bytes from there on can only be the rest of a character. */
static size_t count_rest(const struct piece *piece, size_t at, size_t end)
{
    size_t count = 0;
    while (count < CHARACTER_REST_BYTES && at + count < end && ((unsigned char)piece->bytes[at + count] & 0xC0) == 0x80)
        count++;
    return count;
}

/* As far as the file goes; false: an error. */
static bool read_piece(int file, struct piece *piece, size_t *taken)
{
    for (*taken = 0; *taken < sizeof piece->bytes;) {
        ssize_t count =
            pread(file, piece->bytes + *taken, sizeof piece->bytes - *taken, (off_t)(piece->offset + *taken));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count == 0;
        *taken += (size_t)count;
    }
    return true;
}

/* A character is of the piece that it begins in. What can't be read is told when it is read for good. */
static void look_at_piece(void *context, void *item)
{
    const struct reader_input *input = context;
    struct piece *piece = item;
    size_t taken;
    piece->is_utf8 = true;
    if (!read_piece(input->descriptor, piece, &taken))
        return;
    size_t start = piece->offset > 0 ? count_rest(piece, 0, taken) : 0;
    size_t end = taken > PIECE_BYTES ? PIECE_BYTES + count_rest(piece, PIECE_BYTES, taken) : taken;
    if (start < end)
        piece->is_utf8 = text_is_utf8((struct text_view){piece->bytes + start, end - start});
}

static bool take_piece(struct worker *worker, bool *is_utf8)
{
    const struct piece *piece = worker_take(worker);
    if (!piece)
        return false;
    *is_utf8 &= piece->is_utf8;
    worker_give_back(worker);
    return true;
}

/* Whether all bytes of a regular file are valid UTF-8; all processors look. */
static bool whole_file_is_utf8(struct reader_input *input)
{
    struct piece *pieces = malloc(PIECES * sizeof *pieces), *piece;
    struct worker *worker =
        pieces ? worker_new(pieces, PIECES, sizeof *pieces, WORKER_ANY_ORDER, look_at_piece, input) : NULL;
    bool is_utf8 = worker != NULL;
    for (uint64_t offset = 0; is_utf8 && offset < input->size; offset += PIECE_BYTES) {
        while (!(piece = worker_slot(worker)))
            take_piece(worker, &is_utf8);
        piece->offset = offset;
        worker_put(worker);
    }
    while (is_utf8 && take_piece(worker, &is_utf8))
        ;
    worker_free(worker);
    free(pieces);
    return is_utf8;
}

static bool is_ascii(struct text_view text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

/* A text of the other encoding has hardly a character that would be one of this. */
static bool is_mostly_utf8(struct text_view sample)
{
    struct buffer repaired = {0};
    size_t broken = text_repair(sample, &repaired), characters = 0;
    for (size_t i = 0; i < repaired.length; i++)
        characters += (unsigned char)repaired.bytes[i] >= 0xC0;
    bool is_mostly = characters > 2 * broken;
    buffer_free(&repaired);
    return is_mostly;
}

static void find_encoding(struct reader_input *input)
{
    struct text_view sample = reader_input_view(input);
    bool valid;
    if (input->size > sample.length) {
        valid = whole_file_is_utf8(input);
    } else {
        if (!input->at_end)
            sample.length = whole_characters(sample);
        valid = text_is_utf8(sample);
        input->is_encoding_open = !input->at_end && is_ascii(sample);
    }
    input->encoding = valid ? READER_UTF8 : READER_WINDOWS_1252;
    input->is_mostly_utf8 = !valid && is_mostly_utf8(reader_input_view(input));
}

/* --- What it is ---------------------------------------------------------------------------- */

static bool refuse(const struct reader_input *input, const char *why, const char *way_out, struct error *error)
{
    return error_set_texts(error, ERROR_INPUT, input->path, why, way_out);
}

static bool begins_with(struct text_view sample, const char *bytes, size_t length)
{
    return sample.length >= length && memcmp(sample.bytes, bytes, length) == 0;
}

/* Names the usual mistakes by their first bytes, and by what an archive has in it. */
static bool check_bytes(const struct reader_input *input, struct text_view sample, struct error *error)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *inside; /* NULL: anything */
        const char *why;
        const char *way_out;
    } kinds[] = {
        {"\x1f\x8b", 2, NULL, N_("is compressed (gzip)"), N_("unpack it first, for example with gunzip")},
        {"PK\x03\x04", 4, "[Content_Types].xml", N_("is an office file"), N_("save it as CSV first")},
        {"PK\x03\x04", 4, "xl/workbook.xml", N_("is an office file"), N_("save it as CSV first")},
        {"PK\x03\x04", 4, "vnd.oasis.opendocument", N_("is an office file"), N_("save it as CSV first")},
        {"PK\x03\x04", 4, NULL, N_("is a zip archive"), N_("unpack it first, for example with unzip")},
        {"\xFF\xFE\0\0", 4, NULL, N_("is in UTF-32"), N_("convert it first: iconv -f UTF-32 -t UTF-8")},
        {"\xFF\xFE", 2, NULL, N_("is in UTF-16"), N_("convert it first: iconv -f UTF-16 -t UTF-8")},
        {"\xFE\xFF", 2, NULL, N_("is in UTF-16"), N_("convert it first: iconv -f UTF-16 -t UTF-8")},
        {"SQLite format 3", 16, NULL, N_("is a database, no recall file"), N_("open it with --db FILE")},
        {"%PDF-", 5, NULL, N_("is a PDF"), N_("recall files are text")},
        {"BZh", 3, NULL, N_("is compressed (bzip2)"), N_("unpack it first, for example with bunzip2")},
        {"\xFD\x37zXZ", 5, NULL, N_("is compressed (xz)"), N_("unpack it first, for example with unxz")},
        {"\x28\xB5\x2F\xFD", 4, NULL, N_("is compressed (zstd)"), N_("unpack it first, for example with unzstd")},
        {"\xD0\xCF\x11\xE0", 4, NULL, N_("is an office file"), N_("save it as CSV first")},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (begins_with(sample, kinds[i].magic, kinds[i].length) &&
            (!kinds[i].inside || memmem(sample.bytes, sample.length, kinds[i].inside, strlen(kinds[i].inside))))
            return refuse(input, kinds[i].why, kinds[i].way_out, error);
    return true;
}

/* The same of texts: blanks and a byte order mark may stand before, in capitals or not. */
static bool check_text(const struct reader_input *input, struct text_view sample, struct error *error)
{
    static const struct {
        const char *beginning;
        const char *why;
        const char *way_out;
    } kinds[] = {
        {"<!doctype", N_("is a web page"), N_("download the data file itself")},
        {"<html", N_("is a web page"), N_("download the data file itself")},
        {"<head", N_("is a web page"), N_("download the data file itself")},
        {"<body", N_("is a web page"), N_("download the data file itself")},
        {"<!--", N_("is a web page"), N_("download the data file itself")},
        {"<?xml", N_("is XML"), N_("recall files are text, tables or JSON")},
        {"{\\rtf", N_("is formatted text (RTF)"), N_("save it as plain text first")},
    };
    if (begins_with(sample, "\xEF\xBB\xBF", 3))
        sample = (struct text_view){sample.bytes + 3, sample.length - 3};
    sample = text_trim(sample);
    if (sample.length == 0 && input->at_end)
        return refuse(input, N_("is empty"), N_("nothing was imported from it"), error);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i].beginning);
        if (sample.length >= length && strncasecmp(sample.bytes, kinds[i].beginning, length) == 0)
            return refuse(input, kinds[i].why, kinds[i].way_out, error);
    }
    return true;
}

static bool check_kind(const struct reader_input *input, struct error *error)
{
    struct text_view sample = reader_input_view(input);
    if (!check_bytes(input, sample, error) || !check_text(input, sample, error))
        return false;
    size_t zeros = 0;
    for (size_t i = 0; i < sample.length; i++)
        zeros += sample.bytes[i] == '\0';
    if (zeros > sample.length / 4)
        return refuse(input, N_("is not a text (it may be in UTF-16)"),
                      N_("recall files are text in UTF-8 or Windows-1252"), error);
    if (zeros > 0)
        return refuse(input, N_("is not a text: it has NUL bytes"),
                      N_("recall files are text in UTF-8 or Windows-1252"), error);
    return true;
}

static bool open_descriptor(struct reader_input *input, const char *path, struct error *error)
{
    input->is_standard = strcmp(path, "-") == 0;
    input->descriptor = input->is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    /* A pipe that nobody writes to yet. */
    if (input->descriptor < 0 && errno == EINTR)
        return interrupted(input, error);
    if (input->descriptor < 0)
        return error_set_system(error, ERROR_INPUT, path, N_("can\'t be read"), errno);
    struct stat status;
    if (fstat(input->descriptor, &status) != 0)
        return error_set_system(error, ERROR_INPUT, path, N_("can\'t be read"), errno);
    if (S_ISDIR(status.st_mode)) {
        error_set(error, ERROR_INPUT, path, "is a directory");
        return error_set_way_out(error, "name the files in it");
    }
    if (S_ISREG(status.st_mode) && lseek(input->descriptor, 0, SEEK_CUR) == 0)
        input->size = (uint64_t)status.st_size;
    return true;
}

/* The length of a first line that only tells spreadsheets what parts the cells, "sep=;". 0: there is none. */
static size_t find_separator_line(struct text_view sample)
{
    enum { BYTES = sizeof "sep=;" - 1 };
    bool has_line = sample.length > BYTES && strncasecmp(sample.bytes, "sep=", BYTES - 1) == 0 &&
                    (sample.bytes[BYTES] == '\r' || sample.bytes[BYTES] == '\n');
    return has_line ? BYTES : 0;
}

bool reader_input_open(struct reader_input *input, const char *path, const struct reader_options *options,
                       struct error *error)
{
    *input = (struct reader_input){.descriptor = -1,
                                   .line = 1,
                                   .line_break = '\n',
                                   .path = strdup(path),
                                   .go_on = options->go_on,
                                   .context = options->context};
    if (!input->path)
        return error_set_memory(error, path);
    if (!open_descriptor(input, path, error) || !reader_input_fill(input, SAMPLE_BYTES, error) ||
        !check_kind(input, error))
        return false;
    input->line_break = find_line_break(reader_input_view(input));
    struct text_view sample = reader_input_view(input);
    bool has_mark = sample.length >= 3 && memcmp(sample.bytes, "\xEF\xBB\xBF", 3) == 0;
    if (options->encoding && !set_named_encoding(input, options->encoding, error))
        return false;
    if (!options->encoding && !has_mark)
        find_encoding(input);
    /* Files that were put together from empty ones and others may have several. */
    while (begins_with(reader_input_view(input), "\xEF\xBB\xBF", 3))
        reader_input_skip(input, 3);
    reader_input_skip(input, find_separator_line(reader_input_view(input)));
    return true;
}

void reader_input_close(struct reader_input *input)
{
    if (input->descriptor >= 0 && !input->is_standard)
        close(input->descriptor);
    free(input->window);
    free(input->path);
    *input = (struct reader_input){.descriptor = -1};
}

size_t reader_input_decode(struct reader_input *input, struct text_view raw, struct buffer *stored)
{
    if (input->is_encoding_open && !is_ascii(raw)) {
        input->encoding = text_is_utf8(raw) ? READER_UTF8 : READER_WINDOWS_1252;
        input->is_encoding_open = false;
    }
    return input->encoding == READER_UTF8 ? text_repair(raw, stored) : text_from_windows_1252(raw, stored);
}
