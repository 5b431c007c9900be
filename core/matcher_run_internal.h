#ifndef RUECKRUF_CORE_MATCHER_RUN_INTERNAL_H
#define RUECKRUF_CORE_MATCHER_RUN_INTERNAL_H

/* A run at work: matcher_run.c reads a text sentence by sentence, matcher_words.c what is not known of them. */

#include "core/matcher_gaps.h"
#include "core/matcher_internal.h"
#include "core/matcher_memo.h"
#include "core/matcher_sentences.h"

struct matcher_run {
    const struct matcher *matcher;
    struct matcher_memo memo;
    struct matcher_sentences sentences;
    struct text_view text;
    const bool *joints;
    struct found {
        struct match *items;
        size_t count, capacity;
    } matches, phrases;
    struct matcher_gaps gaps;
    uint32_t blank;    /* the state behind a blank alone */
    size_t begin, end; /* of the sentence that is read */
    bool asks_beyond;  /* what stands behind it decided what was found in it */
    bool failed;
};

/* Reads the sentence from begin to end; *state comes from what stands before it. */
void matcher_read_words(struct matcher_run *run, uint32_t *state);

#endif
