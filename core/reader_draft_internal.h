#ifndef RUECKRUF_CORE_READER_DRAFT_INTERNAL_H
#define RUECKRUF_CORE_READER_DRAFT_INTERNAL_H

/* How a draft keeps several values in one, between what is put into it and the record. */

#include "core/reader_draft.h"

/* Between models: no cell has it in it, because it stands for white space elsewhere. */
#define MODEL_END "\x1f"

/* Between the columns of a text: cells may have lines and say nothing of what they are. */
#define PARAGRAPH_END "\n\n"

/* Keeps a value under the name that --map has for its column, where it is none or there can't be another. */
void reader_draft_keep_as_written(struct reader_draft *draft, enum reader_target target, struct text_view value);

#endif
