/*
 * Lists in the manner of the ADAC's recall pages: values joined by " ; ", nothing else. A value may
 * have blank lines and bare semicolons in it; joining all values again gives the file, byte for
 * byte.
 */

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

/* The state is only whether a separator has been taken behind which a value must follow. */
static bool is_after_separator(const struct reader *reader)
{
    return reader->state != NULL;
}

/* Reads until the next separator or the end; *length is the value's. */
static bool find_value(struct reader *reader, size_t *length, bool *complete, struct error *error)
{
    size_t searched = 0;
    for (size_t wanted = 64 * 1024;; wanted *= 2) {
        if (!reader_input_fill(&reader->input, wanted, error))
            return false;
        struct text_view view = reader_input_view(&reader->input);
        const char *found =
            memmem(view.bytes + searched, view.length - searched, separator, SEPARATOR_BYTES);
        *length = found ? (size_t)(found - view.bytes) : view.length;
        *complete = found || (reader->input.at_end && view.length <= READER_VALUE_BYTES);
        if (found || reader->input.at_end || view.length > READER_VALUE_BYTES)
            return true;
        searched = view.length >= SEPARATOR_BYTES ? view.length - (SEPARATOR_BYTES - 1) : 0;
    }
}

static enum reader_result next(struct reader *reader, struct raw_record *record,
                               struct raw_reject *reject, struct error *error)
{
    size_t length;
    bool complete;
    if (!find_value(reader, &length, &complete, error))
        return READER_ERROR;
    if (length == 0 && reader->input.at_end && reader_input_view(&reader->input).length == 0 &&
        !is_after_separator(reader))
        return READER_END;
    if (!complete && length > READER_VALUE_BYTES)
        length = READER_VALUE_BYTES;
    struct text_view raw = {reader_input_view(&reader->input).bytes, length};
    reader_begin_value(reader, raw, record, reject);
    reject->keeps_bytes = true;
    size_t rest = reader_input_view(&reader->input).length - length;
    bool separated =
        rest >= SEPARATOR_BYTES && memcmp(raw.bytes + length, separator, SEPARATOR_BYTES) == 0;
    reader->state = separated ? reader : NULL;
    reader_input_skip(&reader->input, length + (separated ? SEPARATOR_BYTES : 0));
    record->may_be_note = true;
    record->repaired = reader_input_decode(&reader->input, raw, &reader->text);
    record->text = text_trim(buffer_view(&reader->text));
    if (!complete)
        reject->reason = "the value is longer than 16 MiB";
    else if (memchr(raw.bytes, '\0', raw.length))
        reject->reason = "it has NUL bytes in it";
    else if (record->text.length == 0)
        reject->reason = "the value is empty";
    else if (!has_letter(record->text))
        reject->reason = "the value has no words";
    return reject->reason ? READER_REJECT : READER_RECORD;
}

const struct reader_format reader_adac = {
    .name = "adac",
    .recognise = recognise,
    .next = next,
};
