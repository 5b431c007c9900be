/*
 * The least program that shows a first screen of recalls: it opens the same file in the same way, asks one question, and
 * gives the answer to ncurses. What our start is measured by.
 *
 *   least DATABASE
 */

#include <locale.h>
#include <stdio.h>

#include <sqlite3.h>

#include <ncurses.h>

int main(int count, char **arguments)
{
    char name[4096];
    sqlite3 *database;
    sqlite3_stmt *row;
    setlocale(LC_ALL, "");
    snprintf(name, sizeof name, "file:%s?mode=ro&immutable=1", count > 1 ? arguments[1] : "");
    if (sqlite3_open_v2(name, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(database, "SELECT date, headline FROM summary ORDER BY rank LIMIT 22", -1, &row, NULL) !=
            SQLITE_OK)
        return 1;
    initscr();
    for (int line = 1; sqlite3_step(row) == SQLITE_ROW; line++)
        mvprintw(line, 0, "%.7s  %.60s", (const char *)sqlite3_column_text(row, 0),
                 (const char *)sqlite3_column_text(row, 1));
    refresh();
    getch();
    endwin();
    return 0;
}
