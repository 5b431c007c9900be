#ifndef RUECKRUF_CORE_KIND_NAME_H
#define RUECKRUF_CORE_KIND_NAME_H

/* How a value that is one of a few is called. */
struct kind_name {
    const char *key; /* in JSON, in rules and queries: it never changes */
    const char *german;
    const char *english;
};

#endif
