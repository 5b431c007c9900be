/*
 * One screen that shows what this terminal can do, and the mends. The terminal is asked nothing: what it is set
 * to is read from the environment and the line, and the eye judges the samples.
 */

#include "tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/screen_abilities.h"

enum { LABEL_COLUMNS = 14, COLUMNS_USUAL = 80 };

/* The sheet while it is written: clean text and the terminal's own attributes between its parts. */
struct sheet {
    enum text_charset charset;
    struct screen_abilities abilities; /* all empty when attributes are not wanted */
    struct buffer *out;
};

static void write_text(struct sheet *sheet, const char *text)
{
    struct buffer clean = {0}, encoded = {0};
    text_clean(text_view_of(text), sheet->charset, &clean);
    locale_encode(buffer_view(&clean), sheet->charset, &encoded);
    buffer_append_view(sheet->out, buffer_view(&encoded));
    sheet->out->failed = sheet->out->failed || clean.failed || encoded.failed;
    buffer_free(&clean);
    buffer_free(&encoded);
}

static void write_label(struct sheet *sheet, const char *label)
{
    struct buffer clean = {0};
    text_clean(text_view_of(label), sheet->charset, &clean);
    size_t taken = text_width_columns(buffer_view(&clean));
    buffer_append_string(sheet->out, " ");
    write_text(sheet, label);
    buffer_append_format(sheet->out, "%*s", (int)(taken < LABEL_COLUMNS ? LABEL_COLUMNS - taken : 1), "");
    buffer_free(&clean);
}

static void write_fact(struct sheet *sheet, const char *label, const char *value)
{
    write_label(sheet, label);
    write_text(sheet, value);
    buffer_append_byte(sheet->out, '\n');
}

static void write_sample(struct sheet *sheet, const char *label, const char *attribute, const char *sample)
{
    write_label(sheet, label);
    buffer_append_string(sheet->out, attribute);
    write_text(sheet, sample);
    buffer_append_string(sheet->out, *attribute ? sheet->abilities.normal : "");
    buffer_append_byte(sheet->out, '\n');
}

/* --- What is set --------------------------------------------------------------------------- */

/* The variable that decides about characters, and its value. */
static const char *locale_variable(const char **value)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        *value = getenv(names[i]);
        if (*value && **value)
            return names[i];
    }
    *value = "C";
    return NULL;
}

static void write_settings(struct sheet *sheet, const struct screen_abilities *abilities)
{
    static const char *const charsets[] = {[CHARSET_UTF8] = "UTF-8",
                                           [CHARSET_LATIN1] = "ISO 8859-1",
                                           [CHARSET_LATIN9] = "ISO 8859-15",
                                           [CHARSET_ASCII] = "ASCII"};
    struct buffer line = {0};
    const char *locale, *variable = locale_variable(&locale), *term = getenv("TERM");
    struct termios modes;
    struct winsize size;
    buffer_append_format(&line, "%s%s", term ? term : "", abilities->is_known ? "" : " – ");
    buffer_append_string(&line, abilities->is_known ? "" : _("not known here"));
    write_fact(sheet, "TERM", line.bytes);
    buffer_clear(&line);
    buffer_append_format(&line, "%s%s%s → %s", variable ? variable : "", variable ? "=" : "", locale,
                         charsets[sheet->charset]);
    write_fact(sheet, _("Locale"), line.bytes);
    /* The line discipline knows whether one key back is one character back: who set that up knew the charset. */
    if (tcgetattr(STDIN_FILENO, &modes) == 0)
        write_fact(sheet, _("Line"), modes.c_iflag & IUTF8 ? "UTF-8 (stty iutf8)" : _("one byte is one character"));
    buffer_clear(&line);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        buffer_append_format(&line, "%u × %u", (unsigned)size.ws_col, (unsigned)size.ws_row);
    else
        buffer_append_string(&line, _("not said"));
    write_fact(sheet, _("Size"), line.bytes);
    sheet->out->failed = sheet->out->failed || line.failed;
    buffer_free(&line);
}

/* --- What the eye judges ------------------------------------------------------------------- */

static void write_colors(struct sheet *sheet)
{
    static const char *const names[SCREEN_COLORS] = {N_("black"), N_("red"),     N_("green"), N_("yellow"),
                                                     N_("blue"),  N_("magenta"), N_("cyan"),  N_("white")};
    write_label(sheet, _("Colours"));
    if (sheet->abilities.colors < SCREEN_COLORS) {
        write_text(sheet, _("none"));
    } else {
        for (size_t i = 1; i < SCREEN_COLORS - 1; i++) {
            buffer_append_string(sheet->out, sheet->abilities.foreground[i]);
            write_text(sheet, _(names[i]));
            buffer_append_format(sheet->out, "%s ", sheet->abilities.normal);
        }
        buffer_append_format(sheet->out, "(%d)", sheet->abilities.colors);
    }
    buffer_append_byte(sheet->out, '\n');
}

/* A row exactly as wide as the terminal: it ends at the right edge, and no second one follows. */
static void write_ruler(struct sheet *sheet)
{
    struct winsize size;
    unsigned columns = COLUMNS_USUAL;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
        columns = size.ws_col < 1000 ? size.ws_col : 1000;
    for (unsigned i = 1; i < columns; i++)
        buffer_append_byte(sheet->out, i % 10 ? '.' : (char)('0' + i / 10 % 10));
    buffer_append_string(sheet->out, "|\n");
}

static void write_samples(struct sheet *sheet)
{
    write_sample(sheet, _("Umlauts"), "", "ä ö ü Ä Ö Ü ß é è");
    write_sample(sheet, _("Quotes"), "", "„Brand“  “fire”  ‚so‘  – … › · • × € § °");
    write_sample(sheet, _("Lines"), "", "─── │ ├ ┤ └ ┘");
    write_sample(sheet, _("Reversed"), sheet->abilities.reverse, _(" the selected row "));
    write_sample(sheet, _("Underlined"), sheet->abilities.underline, _("what was found"));
    write_sample(sheet, _("Bold"), sheet->abilities.bold, _("urgent"));
    write_colors(sheet);
}

static void write_mends(struct sheet *sheet)
{
    static const char *const mends[] = {
        N_("Two odd signs for an umlaut: set the terminal to UTF-8 (PuTTY: Translation),"),
        N_("  or say what it is: export LC_ALL=de_DE.ISO-8859-1; in doubt: --ascii"),
        N_("Question marks for umlauts: export LC_ALL=C.UTF-8"),
        N_("Wrong keys or colours: export TERM=xterm, vt220 or linux; NO_COLOR=1: none"),
        N_("Ruler not ending at the edge: stty cols 80 rows 24    Slow line: --thrift"),
    };
    for (size_t i = 0; i < sizeof mends / sizeof mends[0]; i++) {
        buffer_append_byte(sheet->out, ' ');
        write_text(sheet, _(mends[i]));
        buffer_append_byte(sheet->out, '\n');
    }
}

int command_terminal(const struct options *options, struct error *error)
{
    if (options->word_count > 0) {
        error_set(error, ERROR_USAGE, "terminal", "takes no words");
        return EXIT_USAGE;
    }
    struct buffer out = {0};
    struct sheet sheet = {.charset = command_charset(options), .out = &out};
    struct screen_abilities abilities;
    screen_describe(&abilities);
    if (isatty(STDOUT_FILENO) || options->color == COLOR_ALWAYS)
        sheet.abilities = abilities;
    if (!options_want_color(options->color, true))
        sheet.abilities.colors = 0;
    write_settings(&sheet, &abilities);
    buffer_append_byte(&out, '\n');
    write_samples(&sheet);
    buffer_append_byte(&out, '\n');
    write_ruler(&sheet);
    write_mends(&sheet);
    bool good = out.failed ? error_set_memory(error, "terminal") : command_write(buffer_view(&out), error);
    buffer_free(&out);
    return good ? EXIT_DONE : command_status(error);
}
