/*
 * Run while building:
 *   manual DIRECTORY   the man page in the language of the locale, whose catalogue is in the directory
 *   manual --keys      the table of keys for the README
 * Both are made from the tables that the program itself uses.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/command.h"
#include "tui/config.h"
#include "tui/help.h"
#include "tui/keys.h"
#include "tui/locale_text.h"
#include "tui/messages.h"
#include "tui/reference.h"

struct paragraph {
    const char *term; /* of a list; NULL: plain text */
    const char *text;
};

static const struct paragraph description[] = {
    {NULL, N_("A browser for vehicle recall texts, for the terminal. The first word decides: a command's name is that "
              "command, anything else begins a query in the browser. Without a terminal the hits are printed.")},
};

static const struct paragraph queries[] = {
    {NULL, N_("Words are joined by AND and match anywhere in a word, however umlauts are typed. Numbers match however "
              "they are grouped.")},
    {"\"…\"", N_("exactly these words in this order, without synonyms")},
    {"-…", N_("without this word")},
    {"… OR …", N_("one of both")},
    {N_("FIELD:VALUE"), N_("a field with its value, German or English; see VALUES")},
    {N_("FIELD:=VALUE"), N_("the whole name of a make, model, source or market, where else words of it will do")},
};

static const struct paragraph importing[] = {
    {NULL, N_("The old database stays until the new one is whole. What is counted at the end:")},
    {N_("new, changed, unchanged"), N_("compared with what the database had; the same recall keeps its number")},
    {N_("no longer listed"), N_("A newer file of the same name does not have these recalls any more. They stay in the "
                                "database and are found as before; beside their source it says so.")},
    {N_("--source NAME"), N_("What a file is known by is its name. A file that has its date in it is a source of its "
                             "own each day, unless this gives it the name of the one that it replaces.")},
    {N_("rejected"), N_("What was not understood is written to FILE.rejects, beside the input, each with its place and "
                        "the reason; the rest is imported, and the exit status is 1.")},
    {N_("unreadable"), N_("A date, a year, a number or a name of a kind that is none. The recall keeps it as it is "
                          "written, on its page and in what is exported.")},
    {N_("nothing was read from"),
     N_("The names of these columns, or keys, say nothing to the program; of a table --map says what they mean.")},
    {N_("of several texts"), N_("Rows or files have different texts under one number of a campaign. The longest is "
                                "kept; cars and other facts are united.")},
};

static const struct paragraph databases[] = {
    {NULL, N_("The first of these that is given, or is there:")},
    {N_("--db FILE"), N_("of the command line")},
    {"$RUECKRUF_DB", N_("of the environment")},
    {"$XDG_DATA_HOME/rueckruf/recalls.db",
     N_("the user's own. An import without --db writes this one, and begins it as a copy of the installed one.")},
    {PKGDATADIR "/recalls.db", N_("the one that was installed with the program")},
};

static const struct paragraph servers[] = {
    {"0 4 * * *  rueckruf import --quiet --db /srv/rueckruf/recalls.db --source nhtsa FLAT_RCL.txt",
     N_("A line for cron: every night what is new. Readers are not disturbed: they go on with the database that they "
        "have, and the browser offers the new one. A second import waits for the first. With --quiet only errors come "
        "by mail, without it the summary too; rejected rows make the exit status 1.")},
    {"RUECKRUF_DB=/srv/rueckruf/recalls.db",
     N_("In the environment of all who look things up; they need no right but to read that file.")},
    {"rsync recalls.db HOST:/srv/rueckruf/",
     N_("To further servers, beneath readers as well; not with --inplace, which writes into the file that they have "
        "open.")},
    {"ForceCommand rueckruf --restricted", N_("In sshd_config, for those who are to look things up and nothing else.")},
};

static const struct paragraph formats[] = {
    {"adac kba nhtsa dvsa vrdb", N_("lists and files as the ADAC and the authorities give them out")},
    {N_("export: kba nhtsa dvsa vrdb"),
     N_("The authority's own recalls in its own table, in UTF-8, as many rows as they have cars. An import gives the "
        "same recalls again. There are columns for number, date, text, title (kba, dvsa), makes, models, years, the "
        "maker's code, telephone, address and how many cars (kba), component (nhtsa, vrdb), warnings (nhtsa) and "
        "vehicle numbers (dvsa). The text stands in one column, in that of nhtsa a paragraph in each. What else a "
        "source "
        "has stated has no column; the export says how many recalls that concerns, and how many are left out, because "
        "they are another authority's or do not fit into cells. jsonl and csv keep everything.")},
    {"jsonl",
     N_("One object a line, with the keys that --json prints; only text is needed. What it says holds, whatever "
        "is read from the text, and comes first in lists.")},
    {"csv", N_("A table whose first line names its columns by these keys, or in German; else --map does, where "
               "a name with a comma in it is quoted. Several values in a cell are separated by semicolons, addresses "
               "by blanks, whole sentences by line breaks.")},
    {"stated",
     N_("What export writes has this key, or column, more: what the recall's source had said beside its text. "
        "An import takes the campaign, the text and this, and reads all else from the text again. Without it "
        "everything counts as said by the source.")},
};

/* What browser_entry.c does with keys. */
static const struct paragraph typing[] = {
    {"← → Home End", N_("move the cursor in what is typed, as do Ctrl-B, Ctrl-F, Ctrl-A and Ctrl-E")},
    {"Backspace Del", N_("delete the character before the cursor, or the one it stands on")},
    {"Ctrl-W Ctrl-K Ctrl-U", N_("delete the word before the cursor, all behind it, the whole line")},
    {"↑ ↓", N_("earlier searches, and back")},
    {"Enter Esc", N_("take what is typed; put back what was there")},
};

static const struct paragraph examples[] = {
    {"rueckruf agr make:bmw year:2012", N_("browse what speaks of EGR, for a BMW of the model year 2012")},
    {"rueckruf search --json since:2024 hazard:fire | jq -r .id", N_("for a script: one object a line")},
    {"rueckruf proof --job 4711 zuendspule make:bmw > proof.txt",
     N_("what was looked for, and found, for the file of the job")},
    {"rueckruf import --source kba kba-2024-05.csv",
     N_("a newer file in place of the source's last one; into the user's own database")},
};

static const struct paragraph statuses[] = {
    {"0", N_("done; search: at least one hit")},
    {"1", N_("nothing found, or an import with rejects")},
    {"2", N_("bad usage, unreadable input, no usable database")},
    {"3", N_("the database is damaged, or of a newer version of this program")},
    {"130", N_("interrupted")},
};

static const struct paragraph environment[] = {
    {"RUECKRUF_DB", N_("the database, unless --db names one")},
    {"RUECKRUF_PRINT", N_("the printer's command (lp, else lpr)")},
    {"RUECKRUF_THRIFT=1", N_("as --thrift")},
    {"RUECKRUF_RESTRICTED=1", N_("as --restricted; import refuses to write")},
    {"NO_COLOR", N_("when set and not empty: no colours")},
    {"XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME",
     N_("absolute paths of the folders below; else ~/.local/share, ~/.config, ~/.local/state")},
};

static const struct paragraph files[] = {
    {"$XDG_DATA_HOME/rueckruf/recalls.db", N_("the user's own database (~/.local/share by default)")},
    {"$XDG_STATE_HOME/rueckruf/state.db", N_("marks, history, the last place (~/.local/state by default)")},
    {N_("FILE.rejects"), N_("what an import of FILE did not understand")},
    {"$XDG_CONFIG_HOME/rueckruf/config", N_("settings: keys, colours, order (~/.config by default)")},
    {"$XDG_CONFIG_HOME/rueckruf/rules/", N_("rules of one's own, which correct the shipped ones")},
};

static const struct paragraph caveats[] = {
    {NULL, N_("No hit does not mean that there is no recall.")},
    {NULL, N_("A hit does not mean that this car is meant: its maker knows by the vehicle number.")},
};

/* Text that troff takes literally. */
static void put(const char *text)
{
    bool begins_line = true;
    for (const char *at = text; *at; at++) {
        if (begins_line && (*at == '.' || *at == '\''))
            fputs("\\&", stdout);
        if (*at == '\\')
            fputs("\\e", stdout);
        else if (*at == '-')
            fputs("\\-", stdout);
        else
            fputc(*at, stdout);
        begins_line = *at == '\n';
    }
}

static void put_section(const char *name)
{
    fputs(".SH \"", stdout);
    put(name);
    fputs("\"\n", stdout);
}

static void put_term(const char *term, const char *text)
{
    fputs(".TP\n.B \"", stdout);
    for (const char *at = term; *at; at++) {
        char letter[2] = {*at, '\0'};
        if (*at == '"')
            fputs("\\(dq", stdout);
        else
            put(letter);
    }
    fputs("\"\n", stdout);
    put(text);
    fputc('\n', stdout);
}

static void put_paragraphs(const char *section, const struct paragraph *paragraphs, size_t count)
{
    put_section(section);
    for (size_t i = 0; i < count; i++) {
        if (paragraphs[i].term) {
            put_term(_(paragraphs[i].term), _(paragraphs[i].text));
        } else {
            fputs(".PP\n", stdout);
            put(_(paragraphs[i].text));
            fputc('\n', stdout);
        }
    }
}

#define PUT_PARAGRAPHS(section, table) put_paragraphs(section, table, sizeof table / sizeof table[0])

static void put_commands(void)
{
    put_section(_("COMMANDS"));
    for (const struct command *command = commands; command->name; command++) {
        char term[200];
        snprintf(term, sizeof term, "%s %s", command->name, *command->usage ? _(command->usage) : "");
        put_term(term, _(command->summary));
    }
}

static void put_options(void)
{
    put_section(_("OPTIONS"));
    for (size_t i = 0; i < help_option_count; i++)
        put_term(_(help_options[i].option), _(help_options[i].help));
}

/* What options and fields take. */
static void put_values(void)
{
    put_section(_("VALUES"));
    for (size_t i = 0; i < reference_count; i++) {
        struct buffer values = {0};
        references[i].append(&values);
        put_term(_(references[i].term), values.bytes ? values.bytes : "");
        buffer_free(&values);
    }
}

static void put_keys(void)
{
    put_section(_("KEYS"));
    for (size_t i = 0; i < key_table_count; i++)
        if (key_table[i].shown)
            put_term(key_table[i].shown, _(key_table[i].help));
}

/* The settings, and the names of all commands that keys can be bound to. */
static void put_settings(void)
{
    put_section(_("SETTINGS"));
    put(_("The file has lines of the form: name = value. What follows a # at the line's beginning or behind a blank is "
          "left out; a # at the end of a line of keys is that key."));
    fputc('\n', stdout);
    for (size_t i = 0; i < config_setting_count; i++) {
        char term[200];
        snprintf(term, sizeof term, "%s = %s", config_settings[i].name, config_settings[i].values);
        put_term(term, _(config_settings[i].help));
    }
    for (size_t i = 0; i < key_table_count; i++) {
        put(key_table[i].name);
        fputs(i + 1 < key_table_count ? ", " : ".\n", stdout);
    }
}

/* How the page's letters and signs are written where the terminal of the locale has none of them. */
static void put_fallbacks(void)
{
    static const char signs[] = "…–„“”↓↑←→·×ÄÖÜäöüß";
    size_t length;
    for (const char *at = signs; *at; at += length) {
        struct buffer written = {0};
        uint32_t code_point = text_decode(text_view_of(at), &length);
        text_clean((struct text_view){at, length}, CHARSET_ASCII, &written);
        printf(".fchar \\[u%04X] ", (unsigned)code_point);
        put(written.bytes ? written.bytes : "");
        putchar('\n');
        buffer_free(&written);
    }
}

static void put_manual(void)
{
    printf(".TH RUECKRUF 1 \"\" \"rueckruf %s\"\n", PACKAGE_VERSION);
    /* Keys are to be typed as they stand. */
    puts(".nh");
    put_fallbacks();
    put_section(_("NAME"));
    fputs("rueckruf \\- ", stdout);
    put(_("browse the recalls"));
    fputc('\n', stdout);
    put_section(_("SYNOPSIS"));
    fputs(".B rueckruf\n", stdout);
    put(_("[OPTIONS] [QUERY...]"));
    fputs("\n.br\n.B rueckruf\n", stdout);
    put(_("COMMAND [OPTIONS] [WORD...]"));
    fputc('\n', stdout);
    PUT_PARAGRAPHS(_("DESCRIPTION"), description);
    put_commands();
    put_options();
    PUT_PARAGRAPHS(_("QUERIES"), queries);
    put_values();
    put_keys();
    PUT_PARAGRAPHS(_("TYPING"), typing);
    put_settings();
    PUT_PARAGRAPHS(_("IMPORT"), importing);
    PUT_PARAGRAPHS(_("FORMATS"), formats);
    PUT_PARAGRAPHS(_("DATABASE"), databases);
    PUT_PARAGRAPHS(_("SHARED SERVERS"), servers);
    PUT_PARAGRAPHS(_("EXAMPLES"), examples);
    PUT_PARAGRAPHS(_("EXIT STATUS"), statuses);
    PUT_PARAGRAPHS(_("ENVIRONMENT"), environment);
    PUT_PARAGRAPHS(_("FILES"), files);
    PUT_PARAGRAPHS(_("CAVEATS"), caveats);
}

/* One row of Markdown for each command; its keys are told apart by blanks. */
static void put_readme_keys(void)
{
    for (size_t i = 0; i < key_table_count; i++) {
        if (!key_table[i].shown)
            continue;
        fputs("| `", stdout);
        for (const char *at = key_table[i].shown; *at; at++)
            fputs(*at == ' ' ? "` `" : (char[]){*at, '\0'}, stdout);
        printf("` | %s |\n", key_table[i].help);
    }
}

int main(int argc, char **argv)
{
    locale_begin();
    if (argc > 1 && strcmp(argv[1], "--keys") == 0)
        put_readme_keys();
    else if (argc > 1) {
        messages_begin(argv[1]);
        put_manual();
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
