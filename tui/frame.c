#include "tui/frame.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"

void frame_begin(struct frame *frame, int rows, int columns, struct arena *arena)
{
    frame->rows = rows;
    frame->columns = columns;
    frame->arena = arena;
    frame->count = 0;
    frame->cursor_row = -1;
    frame->cursor_column = 0;
    frame->failed = false;
}

void frame_free(struct frame *frame)
{
    free(frame->pieces);
    *frame = (struct frame){0};
}

static void add_piece(struct frame *frame, struct piece piece)
{
    if (!array_reserve(&frame->pieces, frame->count, &frame->capacity, sizeof *frame->pieces))
        frame->failed = true;
    else
        frame->pieces[frame->count++] = piece;
}

static int clip_width(const struct frame *frame, int row, int column, int width)
{
    if (row < 0 || row >= frame->rows || column < 0 || column >= frame->columns)
        return 0;
    return width < frame->columns - column ? width : frame->columns - column;
}

void frame_put(struct frame *frame, int row, int column, int width, struct text_view text, enum style style,
               bool filled)
{
    width = clip_width(frame, row, column, width);
    if (width <= 0)
        return;
    size_t length = text_fit_columns(text, (size_t)width);
    size_t used = text_width_columns((struct text_view){text.bytes, length});
    size_t fill = filled ? (size_t)width - used : 0;
    if (length + fill == 0)
        return;
    char *copy = arena_allocate(frame->arena, length + fill + 1);
    if (!copy) {
        frame->failed = true;
        return;
    }
    memcpy(copy, text.bytes, length);
    memset(copy + length, ' ', fill);
    add_piece(frame, (struct piece){row, column, {copy, length + fill}, style});
}

void frame_put_row(struct frame *frame, int row, int column, int width, const struct row *source, enum style over)
{
    size_t at = 0;
    int place = column;
    for (size_t i = 0; i <= source->span_count; i++) {
        size_t start = i < source->span_count ? source->spans[i].start_bytes : source->text.length;
        size_t length = i < source->span_count ? source->spans[i].length_bytes : 0;
        const struct {
            struct text_view text;
            enum style style;
        } parts[] = {
            {{source->text.bytes + at, start - at}, source->style},
            {{source->text.bytes + start, length}, i < source->span_count ? source->spans[i].style : source->style},
        };
        for (size_t k = 0; k < 2; k++) {
            int columns = (int)text_width_columns(parts[k].text);
            frame_put(frame, row, place, column + width - place, parts[k].text,
                      over != STYLE_NORMAL ? over : parts[k].style, false);
            place += columns;
        }
        at = start + length;
    }
    if (over != STYLE_NORMAL && place < column + width)
        frame_put(frame, row, place, column + width - place, TEXT_VIEW(""), over, true);
}
