/*
 * Lists in the manner of the ADAC's recall pages: values joined by " ; ", nothing else. A value may
 * have blank lines and bare semicolons in it; joining all values again gives the file, byte for
 * byte.
 */

#include <stdlib.h>
#include <string.h>

#include "core/reader_format.h"
#include "core/text.h"

static const char separator[] = " ; ";
enum { SEPARATOR_BYTES = sizeof separator - 1 };

static bool has_letter(struct text_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0xC0)
            return true;
    }
    return false;
}

/* Any prose will do; control characters other than white space show that it is none. */
static bool recognise(struct text_view sample)
{
    size_t controls = 0;
    for (size_t i = 0; i < sample.length; i++) {
        unsigned char byte = (unsigned char)sample.bytes[i];
        controls += byte < 0x20 && !strchr("\t\n\v\f\r", byte);
    }
    return has_letter(sample) && controls * 100 <= sample.length;
}

struct adac {
    bool is_after_separator; /* a value must follow, even an empty one */
    bool is_in_long_value;   /* what follows is the rest of one that was too long */
};

static bool open_list(struct reader *reader, struct error *error)
{
    reader->state = calloc(1, sizeof(struct adac));
    return reader->state || error_set_memory(error, reader->input.path);
}

static void close_list(struct reader *reader)
{
    free(reader->state);
    reader->state = NULL;
}

/* Reads until the next separator or the end; *length is the value's. */
static bool find_value(struct reader *reader, size_t *length, bool *complete, struct error *error)
{
    size_t searched = 0;
    for (size_t wanted = 64 * 1024;; wanted *= 2) {
        if (!reader_input_fill(&reader->input, wanted, error))
            return false;
        struct text_view view = reader_input_view(&reader->input);
        const char *found = memmem(view.bytes + searched, view.length - searched, separator, SEPARATOR_BYTES);
        *length = found ? (size_t)(found - view.bytes) : view.length;
        *complete = found || (reader->input.at_end && view.length <= READER_VALUE_BYTES);
        if (found || reader->input.at_end || view.length > READER_VALUE_BYTES)
            return true;
        searched = view.length >= SEPARATOR_BYTES ? view.length - (SEPARATOR_BYTES - 1) : 0;
    }
}

/* NULL, or why it is none. */
static const char *read_value(struct reader *reader, struct text_view raw, struct raw_record *record)
{
    record->may_be_note = true;
    record->repaired = reader_input_decode(&reader->input, raw, &reader->text);
    record->text = text_trim(buffer_view(&reader->text));
    if (memchr(raw.bytes, '\0', raw.length))
        return N_("it has NUL bytes in it");
    if (record->text.length == 0)
        return N_("the value is empty");
    return has_letter(record->text) ? NULL : N_("the value has no words");
}

/* Whoever pipes prose without end into the program means no list. */
static enum reader_result refuse(const struct reader *reader, struct error *error)
{
    error_set(error, ERROR_INPUT, reader->input.path, "is no list of recalls: 16 MiB without a \" ; \"");
    error_set_way_out(error, "name its format with --format");
    return READER_ERROR;
}

static enum reader_result next(struct reader *reader, struct raw_record *record, struct raw_reject *reject,
                               struct error *error)
{
    struct adac *adac = reader->state;
    size_t length;
    bool complete;
    if (!find_value(reader, &length, &complete, error))
        return READER_ERROR;
    size_t available = reader_input_view(&reader->input).length;
    if (available == 0 && !adac->is_after_separator)
        return READER_END;
    bool is_rest = adac->is_in_long_value, too_long = length > READER_VALUE_BYTES || !complete;
    if (too_long && reader->position == 0)
        return refuse(reader, error);
    if (too_long)
        length = READER_VALUE_BYTES;
    struct text_view raw = {reader_input_view(&reader->input).bytes, length};
    reader_begin_value(reader, raw, is_rest, record, reject);
    reject->keeps_bytes = true;
    if (too_long || is_rest)
        reject->reason = N_("the value is longer than 16 MiB");
    else
        reject->reason = read_value(reader, raw, record);
    adac->is_in_long_value = too_long;
    adac->is_after_separator =
        available - length >= SEPARATOR_BYTES && memcmp(raw.bytes + length, separator, SEPARATOR_BYTES) == 0;
    reader_input_skip(&reader->input, length + (adac->is_after_separator ? SEPARATOR_BYTES : 0));
    return reject->reason ? READER_REJECT : READER_RECORD;
}

const struct reader_format reader_adac = {
    .name = "adac",
    .recognise = recognise,
    .open = open_list,
    .next = next,
    .close = close_list,
};
