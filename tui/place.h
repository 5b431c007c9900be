#ifndef RUECKRUF_TUI_PLACE_H
#define RUECKRUF_TUI_PLACE_H

/*
 * Where things lie: the database, the rules, the catalogues of texts. Results are malloc'd; NULL: there is none, or
 * memory is out.
 */

/* The first that is given or there: option, $RUECKRUF_DB, the user's own, the installed one, the build tree's. */
char *place_database(const char *option);

/* The user's own database, whether it is there or not. */
char *place_own_database(void);

/* The installed database, or the build tree's; NULL when there is none. */
char *place_shipped_database(void);

/* $RUECKRUF_RULES, the build tree's, the installed ones. */
char *place_rules(void);

/* The user's own rules, whether they are there or not. */
char *place_own_rules(void);

/* $XDG_CONFIG_HOME/rueckruf/config, whether it is there or not. */
char *place_config(void);

/* The file of the user's own marks and searches, whether it is there or not. */
char *place_state(void);

/* The directory of gettext's catalogues: the build tree's, else the installed one. */
char *place_catalogues(void);

#endif
