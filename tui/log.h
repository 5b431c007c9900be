#ifndef RUECKRUF_TUI_LOG_H
#define RUECKRUF_TUI_LOG_H

/* Appends a line with the time to the file that RUECKRUF_DEBUG names; without it nothing happens. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
