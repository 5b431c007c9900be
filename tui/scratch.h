#ifndef RUECKRUF_TUI_SCRATCH_H
#define RUECKRUF_TUI_SCRATCH_H

/*
 * A file without a name, to be written and read again; it goes with its last descriptor. In memory where the system
 * can do that, else in the folder of temporary files. A descriptor for both ways, which programs that are started do
 * not get; -1, with errno.
 */
int scratch_open(void);

#endif
