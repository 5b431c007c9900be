#include "tui/browse.h"
bool browse_run(struct store *store, const struct browse_options *options, int *status, struct error *error)
{ (void)options;(void)status; store_close(store); return error_set(error, ERROR_USAGE, "x", "y"); }
