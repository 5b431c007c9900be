#ifndef RUECKRUF_TUI_KEYS_H
#define RUECKRUF_TUI_KEYS_H

/*
 * The one table of commands and their keys, from which dispatching, help and the hints on the status line
 * are made; and the way from bytes to keys, which knows whole sequences of xterm, PuTTY, the Linux console,
 * screen and vt220, whatever TERM says: an unknown one is no key.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/text.h"

/* A key: a character's code point, or one of these. */
enum key_code {
    KEY_NONE_READ = 0x110000, /* bytes that mean no key */
    KEY_DOWN_ARROW,
    KEY_UP_ARROW,
    KEY_LEFT_ARROW,
    KEY_RIGHT_ARROW,
    KEY_HOME_KEY,
    KEY_END_KEY,
    KEY_PAGE_DOWN,
    KEY_PAGE_UP,
    KEY_BACK_TAB,
    KEY_DELETE_KEY,
    KEY_F1_KEY,
    KEY_F12_KEY = KEY_F1_KEY + 11, /* and those between */
    KEY_PASTE_BEGIN,
    KEY_PASTE_END,
    KEY_REPORT_BEGIN, /* of what a terminal says by itself, or asked by another program; keys_skip_report() */
};
/* The letter with Ctrl. */
#define KEY_CONTROL(letter) ((letter)-'@')
enum { KEY_TAB = '\t', KEY_RETURN = '\r', KEY_ESCAPE_KEY = 27, KEY_BACKSPACE_KEY = 127, KEY_INTERRUPT = KEY_CONTROL('C') };

/*
 * Reads one key from the front of bytes; *taken says how many bytes it was. 0: the bytes are the
 * beginning of a key whose rest has not come yet; final says that no rest will come.
 */
uint32_t keys_read(const char *bytes, size_t length, bool final, enum text_charset charset, size_t *taken);

/*
 * How many of the bytes belong to a terminal's report (OSC, DCS, APC, PM, SOS), which ends with BEL or ST. It may come
 * in pieces: *has_ended says whether this is the last.
 */
size_t keys_skip_report(const char *bytes, size_t length, bool *has_ended);

enum command_id {
    COMMAND_NONE,
    COMMAND_DOWN,
    COMMAND_UP,
    COMMAND_FIRST,
    COMMAND_LAST,
    COMMAND_PAGE_DOWN,
    COMMAND_PAGE_UP,
    COMMAND_HALF_DOWN,
    COMMAND_HALF_UP,
    COMMAND_LEFT,
    COMMAND_RIGHT,
    COMMAND_NEXT_PANE,
    COMMAND_PREVIOUS_PANE,
    COMMAND_OPEN,
    COMMAND_BACK,
    COMMAND_ESCAPE,
    COMMAND_QUIT,
    COMMAND_ALL,
    COMMAND_CATEGORY_1,
    COMMAND_CATEGORY_9 = COMMAND_CATEGORY_1 + 8,
    COMMAND_CHOOSE_CATEGORY,
    COMMAND_SEARCH,
    COMMAND_FILTER,
    COMMAND_MARK,
    COMMAND_SHOW_MARKED,
    COMMAND_NEXT_HIT,
    COMMAND_PREVIOUS_HIT,
    COMMAND_NEXT_RECALL,
    COMMAND_PREVIOUS_RECALL,
    COMMAND_SORT,
    COMMAND_UNDO,
    COMMAND_GO_TO,
    COMMAND_SAVE,
    COMMAND_PRINT,
    COMMAND_COPY,
    COMMAND_PLAIN,
    COMMAND_PROOF,
    COMMAND_CODE,
    COMMAND_LAYOUT,
    COMMAND_RELOAD,
    COMMAND_HELP,
    COMMAND_REDRAW,
    COMMAND_SUSPEND,
    COMMAND_COUNT
};

enum { KEYS_MOST = 4, KEY_ROWS = 49 };

struct key_row {
    enum command_id command;
    uint32_t keys[KEYS_MOST]; /* by default; 0 ends them */
    const char *name;
    const char *shown; /* the keys as help shows them; NULL: not listed on its own */
    const char *help;  /* English, translated when shown */
};

extern const struct key_row key_table[];
extern const size_t key_table_count;

/* The row with that name, or of that command; key_table_count when there is none. */
size_t key_table_find(struct text_view name);
size_t key_table_row(enum command_id command);

/* The keys of each row of the table, as the person has bound them; zeros behind. */
struct key_bindings {
    uint32_t keys[KEY_ROWS][KEYS_MOST];
};
void keys_default(struct key_bindings *bindings);
/* Binds a row to these keys and no others; they are taken from other rows. */
void keys_bind(struct key_bindings *bindings, size_t row, const uint32_t *keys, size_t count);
/* Where no key quits, Q does again: true. */
bool keys_keep_a_way_out(struct key_bindings *bindings);
enum command_id keys_command(const struct key_bindings *bindings, uint32_t key);

/* A key by its name: "j", "Ctrl-D", "PgDn"; 0: there is none of that name. And the other way, as help shows it. */
uint32_t keys_named(struct text_view name);
void keys_append_name(uint32_t key, struct buffer *out);
/* All keys of a row, as help shows them; false when the row is shown with another one. */
bool keys_append_shown(const struct key_bindings *bindings, size_t row, struct buffer *out);

#endif
