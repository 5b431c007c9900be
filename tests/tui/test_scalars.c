/*
 * Scalar values of Unicode through the gate, frames, our screen and ncurses to libvterm, on four terminals in four
 * locales. Only what may be drawn reaches the terminal, beside sequences that place and colour it; every character
 * stands where it was counted to stand and takes as many columns as were counted; a letter stays something to read.
 *
 * All that may be drawn and some of the others; SCALARS=all takes each of the 1,112,064.
 */

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>

#include <unictype.h>
#include <uninorm.h>
#include <vterm.h>

#include "core/text.h"
#include "tui/frame.h"
#include "tui/locale_text.h"
#include "tui/screen.h"

enum {
    ROWS = 120,
    COLUMNS = 400,
    SCALARS_END = 0x110000,
    STEP = 61, /* between the ones that may not be drawn, when not all are wanted */
    PATIENCE_MILLISECONDS = 20000,
    NOT_THERE = 77,
    FAULTS_MOST = 20, /* that are told */
};

static const char *const terms[] = {"xterm-256color", "linux", "vt220", "screen-256color"};
static const struct place {
    const char *locale;
    const char *charmap; /* from which the machine can make it; NULL: it is always there */
    enum text_charset charset;
} places[] = {
    {"de_DE.UTF-8", "UTF-8", CHARSET_UTF8},
    {"C.UTF-8", NULL, CHARSET_UTF8},
    {"de_DE.ISO-8859-1", "ISO-8859-1", CHARSET_LATIN1},
    {"C", NULL, CHARSET_ASCII},
};
enum { TERMS = sizeof terms / sizeof *terms, PLACES = sizeof places / sizeof *places };

static char locales[] = "/tmp/test-scalars-XXXXXX";
static bool takes_all;

/* --- What is drawn, one frame after the other: the same for who draws and who looks -------------- */

struct series {
    enum text_charset charset;
    uint32_t next;
    struct buffer pending; /* of the fields that the rows so far had no room for */
    struct frame frame;
    struct arena *arena;
};

static void series_begin(struct series *series, enum text_charset charset)
{
    *series = (struct series){.charset = charset, .arena = arena_new()};
    assert_non_null(series->arena);
}

static void series_end(struct series *series)
{
    buffer_free(&series->pending);
    frame_free(&series->frame);
    arena_free(series->arena);
}

static bool is_wanted(uint32_t scalar)
{
    if (scalar >= 0xD800 && scalar < 0xE000)
        return false;
    return takes_all || scalar < 0x250 || text_code_point_columns(scalar) > 0 || scalar % STEP == 0;
}

static void clean_row(const struct buffer *text, enum text_charset charset, struct buffer *clean)
{
    text_clean(buffer_view(text), charset, clean);
    for (size_t i = 0; i < clean->length; i++)
        if (clean->bytes[i] == '\n')
            clean->bytes[i] = ' ';
}

/* Appends the next value as it is shown between signs that it could join but not be composed with. */
static void append_field(struct series *series)
{
    struct buffer text = {0};
    buffer_append_byte(&text, '#');
    text_append_code_point(&text, series->next);
    buffer_append_byte(&text, '.');
    clean_row(&text, series->charset, &series->pending);
    buffer_free(&text);
    do
        series->next++;
    while (series->next < SCALARS_END && !is_wanted(series->next));
}

/* The next frame, full of fields that go on in the next row wherever the edge cuts them; false: all were drawn. */
static bool series_step(struct series *series)
{
    arena_clear(series->arena);
    frame_begin(&series->frame, ROWS, COLUMNS, series->arena);
    for (int row = 0; row < ROWS - 1 && (series->next < SCALARS_END || series->pending.length > 0); row++) {
        while (series->next < SCALARS_END && series->pending.length < 4 * COLUMNS + 1)
            append_field(series);
        struct text_view pending = buffer_view(&series->pending);
        size_t taken = text_fit_columns(pending, COLUMNS);
        frame_put(&series->frame, row, 0, COLUMNS, pending, (enum style)(row % STYLE_COUNT), false);
        int end = (int)text_width_columns((struct text_view){pending.bytes, taken});
        series->frame.cursor_row = row;
        series->frame.cursor_column = end < COLUMNS ? end : COLUMNS - 1;
        memmove(series->pending.bytes, pending.bytes + taken, pending.length - taken);
        series->pending.length -= taken;
    }
    return series->frame.count > 0;
}

/* --- Who draws ----------------------------------------------------------------------------------- */

/* A bell ends each frame. */
static void draw_all(const char *term, const struct place *place)
{
    struct screen *screen;
    struct series series;
    struct error error = {0};
    setenv("TERM", term, 1);
    setenv("LC_ALL", place->locale, 1);
    unsetenv("NO_COLOR");
    locale_begin();
    if (locale_charset() != place->charset)
        _exit(NOT_THERE);
    struct screen_options options = {.color = COLOR_AUTO};
    if (!screen_open(&options, &screen, &error))
        _exit(98);
    series_begin(&series, place->charset);
    while (series_step(&series)) {
        screen_forget(screen);
        screen_draw(screen, &series.frame);
        screen_send(screen, TEXT_VIEW("\a"));
    }
    series_end(&series);
    screen_close(screen);
    _exit(0);
}

/* --- Who looks ----------------------------------------------------------------------------------- */

enum sequence_state { IN_TEXT, IN_ESCAPE, IN_CHARSET, IN_CONTROL };

struct watcher {
    const char *term;
    const struct place *place;
    int master;
    VTerm *vterm;
    VTermState *state;
    struct series series;
    uint32_t seen[ROWS][COLUMNS]; /* 0: nothing; the second half of a wide one has WIDE_REST */
    enum sequence_state sequence;
    char numbers[16]; /* of the control sequence */
    size_t numbers_length;
    char character[5]; /* whose bytes have not all come yet */
    size_t character_length;
    size_t frames, characters;
    unsigned faults;
};
#define WIDE_REST UINT32_MAX

static void tell_fault(struct watcher *watcher, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell_fault(struct watcher *watcher, const char *format, ...)
{
    char text[300];
    va_list values;
    if (watcher->faults++ >= FAULTS_MOST)
        return;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    print_error("%s, %s: %s\n", watcher->term, watcher->place->locale, text);
}

/* A character that the emulator draws: whether it takes the columns that we count for it. */
static int on_glyph(VTermGlyphInfo *info, VTermPos at, void *user)
{
    struct watcher *watcher = user;
    uint32_t code_point = info->chars[0];
    if (info->chars[1])
        tell_fault(watcher, "U+%04X is joined by U+%04X", (unsigned)code_point, (unsigned)info->chars[1]);
    if (info->width != (int)text_code_point_columns(code_point))
        tell_fault(watcher, "U+%04X takes %d columns, not %u", (unsigned)code_point, info->width,
                   text_code_point_columns(code_point));
    for (int i = 0; i < info->width && at.row < ROWS && at.col + i < COLUMNS; i++)
        watcher->seen[at.row][at.col + i] = i == 0 ? code_point : WIDE_REST;
    watcher->characters++;
    return 1;
}

static int on_erase(VTermRect area, int selective, void *user)
{
    struct watcher *watcher = user;
    (void)selective;
    for (int row = area.start_row; row < area.end_row && row < ROWS; row++)
        for (int column = area.start_col; column < area.end_col && column < COLUMNS; column++)
            watcher->seen[row][column] = 0;
    return 1;
}

/* A frame begins with an empty screen, and nothing in it scrolls. */
static int on_scroll(VTermRect area, int downward, int rightward, void *user)
{
    (void)area;
    tell_fault(user, "scrolled by %d, %d", downward, rightward);
    return 1;
}

static const VTermStateCallbacks callbacks = {.putglyph = on_glyph, .erase = on_erase, .scrollrect = on_scroll};

/* The screen as the frame says, by our own counting. */
static void fill_wanted(const struct frame *frame, uint32_t wanted[ROWS][COLUMNS])
{
    memset(wanted, 0, sizeof(uint32_t[ROWS][COLUMNS]));
    for (size_t i = 0; i < frame->count; i++) {
        const struct piece *piece = &frame->pieces[i];
        struct text_view rest = piece->text;
        int column = piece->column;
        for (size_t length; rest.length > 0 && column < COLUMNS; rest.bytes += length, rest.length -= length) {
            uint32_t code_point = text_decode(rest, &length);
            for (unsigned k = 0; k < text_code_point_columns(code_point) && column < COLUMNS; k++)
                wanted[piece->row][column++] = k > 0 ? WIDE_REST : code_point == ' ' ? 0 : code_point;
        }
    }
}

/* What the frame says must stand where it says, nothing else anywhere, and the cursor behind it. */
static void compare_frame(struct watcher *watcher)
{
    static uint32_t wanted[ROWS][COLUMNS];
    VTermPos cursor;
    vterm_state_get_cursorpos(watcher->state, &cursor);
    if (!series_step(&watcher->series))
        tell_fault(watcher, "one frame too many");
    const struct frame *frame = &watcher->series.frame;
    fill_wanted(frame, wanted);
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            uint32_t seen = watcher->seen[row][column];
            if ((seen == ' ' ? 0 : seen) == wanted[row][column])
                continue;
            tell_fault(watcher, "row %d, column %d: U+%04X instead of U+%04X", row, column, (unsigned)seen,
                       (unsigned)wanted[row][column]);
            break;
        }
    }
    if (cursor.row != frame->cursor_row || cursor.col != frame->cursor_column)
        tell_fault(watcher, "the cursor is at %d, %d, not at %d, %d", cursor.row, cursor.col, frame->cursor_row,
                   frame->cursor_column);
    watcher->frames++;
}

/* A byte of text: whether it is of a character that may be drawn, in the locale's charset. */
static void audit_text(struct watcher *watcher, unsigned char byte)
{
    static const char controls[] = "\b\t\n\r\016\017\a";
    if (byte == 0x1B) {
        watcher->sequence = IN_ESCAPE;
    } else if (byte < 0x20 || byte == 0x7F) {
        if (!byte || !strchr(controls, byte))
            tell_fault(watcher, "control character %02X", byte);
    } else if (byte >= 0x80 && watcher->place->charset == CHARSET_LATIN1) {
        if (byte < 0xA0)
            tell_fault(watcher, "control character %02X", byte);
    } else if (byte >= 0x80 && watcher->place->charset == CHARSET_ASCII) {
        tell_fault(watcher, "byte %02X", byte);
    } else if (byte >= 0x80) {
        watcher->character[watcher->character_length++] = (char)byte;
        struct text_view bytes = {watcher->character, watcher->character_length};
        size_t length;
        if (text_is_utf8(bytes)) {
            uint32_t code_point = text_decode(bytes, &length);
            if (text_code_point_columns(code_point) == 0)
                tell_fault(watcher, "U+%04X, which may not be drawn", (unsigned)code_point);
            watcher->character_length = 0;
        } else if (watcher->character_length == 4) {
            tell_fault(watcher, "broken UTF-8");
            watcher->character_length = 0;
        }
    }
    if (byte < 0x80 && watcher->character_length > 0) {
        tell_fault(watcher, "broken UTF-8");
        watcher->character_length = 0;
    }
}

/* xterm's smcup and rmcup put the title away and fetch it; any other of this kind resizes or asks. */
static bool is_title_kept(const struct watcher *watcher)
{
    return strcmp(watcher->numbers, "22;0;0") == 0 || strcmp(watcher->numbers, "23;0;0") == 0;
}

/* Of sequences only those that place, erase, colour and set modes: nothing that asks, answers, names or runs. */
static void audit(struct watcher *watcher, unsigned char byte)
{
    switch (watcher->sequence) {
    case IN_TEXT:
        audit_text(watcher, byte);
        break;
    case IN_ESCAPE:
        watcher->sequence = byte == '[' ? IN_CONTROL : strchr("()", byte) ? IN_CHARSET : IN_TEXT;
        if (watcher->sequence == IN_TEXT && !strchr("78=>MDEHg", byte))
            tell_fault(watcher, "sequence ESC %c", byte);
        watcher->numbers[watcher->numbers_length = 0] = '\0';
        break;
    case IN_CHARSET:
        watcher->sequence = IN_TEXT;
        if (!strchr("B0", byte))
            tell_fault(watcher, "character set %c", byte);
        break;
    case IN_CONTROL:
        if (strchr("0123456789;?!", byte) && watcher->numbers_length + 1 < sizeof watcher->numbers) {
            watcher->numbers[watcher->numbers_length++] = (char)byte;
            watcher->numbers[watcher->numbers_length] = '\0';
            break;
        }
        watcher->sequence = IN_TEXT;
        if (!strchr("ABCDGHJKPXdmhlrb", byte) && !(byte == 't' && is_title_kept(watcher)))
            tell_fault(watcher, "sequence CSI %s%c", watcher->numbers, byte);
        break;
    }
}

/* libvterm knows 7 bits or UTF-8. */
static void show(struct watcher *watcher, unsigned char byte)
{
    char utf8[2] = {(char)(0xC0 | byte >> 6), (char)(0x80 | (byte & 0x3F))};
    if (byte >= 0x80 && watcher->place->charset != CHARSET_UTF8)
        vterm_input_write(watcher->vterm, utf8, 2);
    else
        vterm_input_write(watcher->vterm, (const char *)&byte, 1);
}

/* What the emulator would answer: nothing of ours asks. */
static void on_answer(const char *bytes, size_t length, void *user)
{
    (void)bytes;
    tell_fault(user, "the terminal was asked for something: %zu bytes", length);
}

static void watch(struct watcher *watcher)
{
    unsigned char bytes[65536];
    struct pollfd source = {.fd = watcher->master, .events = POLLIN};
    for (;;) {
        if (poll(&source, 1, PATIENCE_MILLISECONDS) <= 0) {
            tell_fault(watcher, "nothing comes any more");
            return;
        }
        ssize_t count = read(watcher->master, bytes, sizeof bytes);
        if (count <= 0)
            return;
        for (ssize_t i = 0; i < count; i++) {
            audit(watcher, bytes[i]);
            if (bytes[i] == '\a' && watcher->sequence == IN_TEXT)
                compare_frame(watcher);
            else
                show(watcher, bytes[i]);
        }
    }
}

static void watcher_begin(struct watcher *watcher, const char *term, const struct place *place, int master)
{
    *watcher = (struct watcher){.term = term, .place = place, .master = master};
    watcher->vterm = vterm_new(ROWS, COLUMNS);
    vterm_set_utf8(watcher->vterm, 1);
    watcher->state = vterm_obtain_state(watcher->vterm);
    vterm_output_set_callback(watcher->vterm, on_answer, watcher);
    vterm_state_set_callbacks(watcher->state, &callbacks, watcher);
    vterm_state_reset(watcher->state, 1);
    series_begin(&watcher->series, place->charset);
}

/* The faults; those of one that is not there are none. */
static unsigned try_one(const char *term, const struct place *place)
{
    static struct watcher watcher;
    struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
    int status, master;
    pid_t process = forkpty(&master, NULL, NULL, &size);
    assert_true(process >= 0);
    if (process == 0)
        draw_all(term, place);
    watcher_begin(&watcher, term, place, master);
    watch(&watcher);
    kill(process, SIGKILL);
    assert_int_equal(waitpid(process, &status, 0), process);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_THERE)
        print_message("skipped: %s\n", place->locale);
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        tell_fault(&watcher, "ended with status %d", status);
    else if (watcher.series.next < SCALARS_END || watcher.series.pending.length > 0)
        tell_fault(&watcher, "not all was drawn");
    else
        print_message("%-16s %-17s %3zu screens, %8zu characters, %u faults\n", term, place->locale, watcher.frames,
                      watcher.characters, watcher.faults);
    series_end(&watcher.series);
    vterm_free(watcher.vterm);
    close(master);
    return watcher.faults;
}

/* --- The tests ----------------------------------------------------------------------------------- */

static bool make_locale(const struct place *place)
{
    char command[200];
    struct stat there;
    if (!place->charmap)
        return true;
    snprintf(command, sizeof command, "localedef -i de_DE -f %s %s/%s >/dev/null 2>&1", place->charmap, locales,
             place->locale);
    int status = system(command);
    snprintf(command, sizeof command, "%s/%s/LC_CTYPE", locales, place->locale);
    return status != -1 && stat(command, &there) == 0;
}

static void what_is_drawn_stands_where_it_was_counted(void **state)
{
    unsigned faults = 0;
    (void)state;
    for (size_t place = 0; place < PLACES; place++) {
        if (!make_locale(&places[place])) {
            print_message("skipped: %s can't be made here\n", places[place].locale);
            continue;
        }
        if (places[place].charmap)
            setenv("LOCPATH", locales, 1);
        for (size_t term = 0; term < TERMS; term++)
            faults += try_one(terms[term], &places[place]);
        unsetenv("LOCPATH");
    }
    assert_int_equal(faults, 0);
}

/* The letter without marks that Unicode always keeps apart from it (U+0958 is U+0915 with a dot). */
static uint32_t without_marks(uint32_t letter)
{
    ucs4_t parts[8];
    size_t count = sizeof parts / sizeof *parts;
    assert_ptr_equal(u32_normalize(UNINORM_NFC, &letter, 1, parts, &count), parts);
    return parts[0];
}

static void no_letter_becomes_a_blank_or_a_question_mark(void **state)
{
    struct buffer text = {0}, clean = {0};
    unsigned letters = 0, lost = 0;
    (void)state;
    for (uint32_t scalar = 0x20; scalar < SCALARS_END; scalar++) {
        if (!uc_is_general_category(scalar, UC_LETTER))
            continue;
        letters++;
        buffer_clear(&text);
        text_append_code_point(&text, without_marks(scalar));
        for (enum text_charset charset = CHARSET_UTF8; charset <= CHARSET_ASCII; charset++) {
            buffer_clear(&clean);
            text_clean(buffer_view(&text), charset, &clean);
            bool is_lost = clean.length == 0 || strpbrk(clean.bytes, "? \n");
            if (is_lost && lost++ < FAULTS_MOST)
                print_error("the letter U+%04X is \"%s\" in charset %d\n", (unsigned)scalar, clean.bytes, (int)charset);
        }
    }
    buffer_free(&text);
    buffer_free(&clean);
    print_message("%u letters, %u lost\n", letters, lost);
    assert_true(letters > 130000);
    assert_int_equal(lost, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_letter_becomes_a_blank_or_a_question_mark),
        cmocka_unit_test(what_is_drawn_stands_where_it_was_counted),
    };
    const char *wanted = getenv("SCALARS");
    char command[80];
    takes_all = wanted && strcmp(wanted, "all") == 0;
    if (!mkdtemp(locales))
        return 99;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    snprintf(command, sizeof command, "rm -rf %s", locales);
    return system(command) == 0 ? failures : 99;
}
