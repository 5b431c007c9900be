#include "tui/qr.h"

#include <string.h>

#ifdef HAVE_QRENCODE
#include <qrencode.h>
#endif

void qr_append_phone(const char *written, struct buffer *out)
{
    buffer_append_string(out, "tel:");
    for (const char *at = written; *at; at++)
        if ((*at >= '0' && *at <= '9') || (*at == '+' && at == written))
            buffer_append_byte(out, *at);
}

void qr_append_address(const char *written, struct buffer *out)
{
    if (!strstr(written, "://"))
        buffer_append_string(out, "http://");
    buffer_append_string(out, written);
}

#ifdef HAVE_QRENCODE

bool qr_is_there(void)
{
    return true;
}

/* Light modules at each side: the standard wants four, cameras are content with two where there is no room. */
enum { QUIET_MODULES = 4, QUIET_MODULES_LEAST = 2 };

struct code {
    const QRcode *own;
    size_t quiet;
};

static size_t side_with_margin(const struct code *code)
{
    return (size_t)code->own->width + 2 * code->quiet;
}

static bool is_dark(const struct code *code, size_t row, size_t column)
{
    size_t width = (size_t)code->own->width;
    if (row < code->quiet || column < code->quiet || row >= code->quiet + width || column >= code->quiet + width)
        return false;
    return code->own->data[(row - code->quiet) * width + column - code->quiet] & 1;
}

/* Two rows of modules in one of cells: the ink is the character, the paper its background. */
static void append_half_blocks(const struct code *code, size_t row, struct buffer *line)
{
    static const char *const cells[] = {" ", "▀", "▄", "█"};
    for (size_t column = 0; column < side_with_margin(code); column++)
        buffer_append_string(line, cells[is_dark(code, row * 2, column) | is_dark(code, row * 2 + 1, column) << 1]);
}

static bool lay_half_blocks(const struct code *code, struct arena *arena, struct row *rows, size_t count)
{
    struct buffer line = {0};
    for (size_t i = 0; i < count && !arena_failed(arena); i++) {
        buffer_clear(&line);
        append_half_blocks(code, i, &line);
        rows[i] = (struct row){.text = {arena_keep(arena, &line), line.length}, .style = STYLE_PAPER};
    }
    buffer_free(&line);
    return !arena_failed(arena);
}

/* One module is two blanks, and the colours behind them are the code. */
static bool lay_blanks(const struct code *code, struct arena *arena, struct row *rows, size_t count)
{
    size_t side = side_with_margin(code);
    for (size_t i = 0; i < count; i++) {
        char *blanks = arena_allocate(arena, 2 * side + 1);
        struct span *spans = arena_allocate_array(arena, side, sizeof *spans);
        if (!blanks || !spans)
            return false;
        memset(blanks, ' ', 2 * side);
        for (size_t column = 0; column < side; column++)
            spans[column] =
                (struct span){(uint32_t)(2 * column), 2, is_dark(code, i, column) ? STYLE_INK : STYLE_PAPER};
        rows[i] = (struct row){.text = {blanks, 2 * side}, .spans = spans, .span_count = side};
    }
    return true;
}

/* Whether it fits; a code with half blocks takes one row of cells for two of modules. */
static bool fits(const struct code *code, bool has_blocks, size_t rows_most, size_t columns_most)
{
    size_t side = side_with_margin(code);
    return has_blocks ? (side + 1) / 2 <= rows_most && side <= columns_most
                      : side <= rows_most && 2 * side <= columns_most;
}

bool qr_lay_out(const char *text, enum text_charset charset, size_t rows_most, size_t columns_most, struct arena *arena,
                struct row **rows, size_t *count)
{
    QRcode *own = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
    if (!own)
        return false;
    bool has_blocks = charset == CHARSET_UTF8;
    struct code code = {own, QUIET_MODULES};
    if (!fits(&code, has_blocks, rows_most, columns_most))
        code.quiet = QUIET_MODULES_LEAST;
    size_t side = side_with_margin(&code);
    *count = has_blocks ? (side + 1) / 2 : side;
    *rows =
        fits(&code, has_blocks, rows_most, columns_most) ? arena_allocate_array(arena, *count, sizeof **rows) : NULL;
    bool good = *rows && (has_blocks ? lay_half_blocks : lay_blanks)(&code, arena, *rows, *count);
    QRcode_free(own);
    return good;
}

#else

bool qr_is_there(void)
{
    return false;
}

bool qr_lay_out(const char *text, enum text_charset charset, size_t rows_most, size_t columns_most, struct arena *arena,
                struct row **rows, size_t *count)
{
    (void)text, (void)charset, (void)rows_most, (void)columns_most, (void)arena;
    *rows = NULL;
    *count = 0;
    return false;
}

#endif
