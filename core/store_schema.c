#include "core/store_schema.h"

const char *const store_schema_tables[] = {
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE source(source_id INTEGER PRIMARY KEY, name TEXT NOT NULL, format TEXT NOT NULL, "
    "authority TEXT, encoding TEXT NOT NULL, imported TEXT NOT NULL, checksum TEXT NOT NULL, "
    "size_bytes INTEGER NOT NULL, value_count INTEGER NOT NULL, generation INTEGER NOT NULL)",
    "CREATE TABLE text(text_id INTEGER PRIMARY KEY, body TEXT NOT NULL, checksum INTEGER NOT NULL)",
    "CREATE TABLE summary(rank INTEGER PRIMARY KEY, id TEXT NOT NULL, date TEXT, headline TEXT NOT NULL, "
    "make TEXT, model TEXT, make_count INTEGER NOT NULL, primary_category INTEGER NOT NULL, "
    "categories INTEGER NOT NULL, hazards INTEGER NOT NULL, "
    "advisories INTEGER NOT NULL, added INTEGER NOT NULL, checksum INTEGER NOT NULL)",
    "CREATE TABLE recall(rank INTEGER PRIMARY KEY, identity BLOB NOT NULL, text_id INTEGER NOT NULL, "
    "facts BLOB NOT NULL, checksum INTEGER NOT NULL)",
    /* What a search finds a recall by, beside headline and text; one to a line, kept apart by semicolons. */
    "CREATE TABLE name(rank INTEGER PRIMARY KEY, words TEXT NOT NULL, checksum INTEGER NOT NULL)",
    "CREATE TABLE note(note_id INTEGER PRIMARY KEY, text_id INTEGER NOT NULL)",
    /* unlisted: see struct store_entry. */
    "CREATE TABLE entry(source_id INTEGER, unlisted INTEGER, position INTEGER, rank INTEGER, "
    "note_id INTEGER, text_id INTEGER, before BLOB, after BLOB, raw BLOB, "
    "PRIMARY KEY(source_id, unlisted, position)) WITHOUT ROWID",
    "CREATE TABLE list_note(source_id INTEGER, note_id INTEGER, position INTEGER NOT NULL, rank INTEGER, "
    "PRIMARY KEY(source_id, note_id)) WITHOUT ROWID",
    NULL,
};

const char *const store_schema_indexes[] = {
    "CREATE UNIQUE INDEX summary_id ON summary(id)",
    "CREATE INDEX entry_rank ON entry(rank)",
    NULL,
};
