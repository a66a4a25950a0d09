# SPDX-License-Identifier: EUPL-1.2
"""The tables of the local cache, schema version 3. What each is for: ``docs/architecture.md``."""

from typing import Final

from eset_desktop.store.engine import Connection

SCHEMA_VERSION: Final = 3

WORDS_JOINED_APART: Final = (
    "INSERT INTO dossier_text (dossier_text, rank) VALUES ('automerge', 0), ('usermerge', 16), ('crisismerge', 200)",
    "INSERT INTO document_text (document_text, rank) VALUES ('automerge', 0), ('usermerge', 16), ('crisismerge', 200)",
)
"""What keeps a save, or a slice of the feed, from joining segments of an index: :mod:`eset_desktop.store.tidying` does it."""

REQUESTS_FOUND: Final = (
    """CREATE INDEX request_asking ON object (id)
        WHERE kind = 'signature_request' AND fields ->> '$.state' IN ('running', 'paused')""",
    "CREATE INDEX request_sent ON object (fields ->> '$.sender', id) WHERE kind = 'signature_request'",
    "CREATE INDEX request_made ON object (id) WHERE kind = 'signature_request'",
)
"""What the lists of the signature folder go by, however many requests are done."""

_TABLES: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE stream (
        id TEXT PRIMARY KEY, epoch TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0,
        count INTEGER NOT NULL DEFAULT 0, sum TEXT NOT NULL DEFAULT '0', snapshot TEXT NOT NULL DEFAULT '',
        taken INTEGER NOT NULL DEFAULT 0, headed INTEGER NOT NULL DEFAULT 0,
        differs INTEGER NOT NULL DEFAULT 0) STRICT""",
    # rev and hash are those of the accepted state (0 and NULL: only here); fields are live, pending work on top.
    """CREATE TABLE object (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, stream TEXT NOT NULL, parent TEXT,
        rev INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, hash BLOB,
        deleted INTEGER NOT NULL DEFAULT 0, fields TEXT NOT NULL, pending INTEGER NOT NULL DEFAULT 0,
        created_by TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL DEFAULT '',
        changed_by TEXT NOT NULL DEFAULT '', changed_at TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX object_parent ON object (kind, parent)",
    "CREATE INDEX object_pending ON object (pending) WHERE pending > 0",
    "CREATE INDEX object_seq ON object (stream, seq)",
    "CREATE INDEX version_bytes ON object (fields ->> '$.sha256') WHERE kind = 'version'",
    *REQUESTS_FOUND,
    # The last accepted state, only while something is pending on the object.
    """CREATE TABLE base (
        id TEXT PRIMARY KEY REFERENCES object (id), deleted INTEGER NOT NULL, fields TEXT NOT NULL,
        changed_by TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT""",
    # What left its stream, until another stream brings it or it is forgotten.
    """CREATE TABLE aside (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, fields TEXT NOT NULL, deleted INTEGER NOT NULL,
        tick INTEGER NOT NULL) STRICT""",
    "CREATE INDEX aside_bytes ON aside (fields ->> '$.sha256') WHERE kind = 'version'",
    """CREATE TABLE outbox (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, object TEXT NOT NULL, kind TEXT NOT NULL, dossier TEXT,
        body TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, blocked_by TEXT,
        status TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '', stream TEXT NOT NULL,
        epoch TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0, rev INTEGER NOT NULL DEFAULT 0,
        conflicts TEXT NOT NULL DEFAULT '[]', group_id TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX outbox_state ON outbox (state, n)",
    "CREATE INDEX outbox_object ON outbox (object, n)",
    "CREATE INDEX outbox_dossier ON outbox (dossier, state)",
    "CREATE INDEX outbox_group ON outbox (group_id) WHERE group_id != ''",
    """CREATE TABLE outbox_after (
        id TEXT NOT NULL, needs TEXT NOT NULL, PRIMARY KEY (needs, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE history (
        row INTEGER PRIMARY KEY, dossier TEXT NOT NULL, object TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
        by TEXT NOT NULL, what TEXT NOT NULL, details TEXT NOT NULL) STRICT""",
    "CREATE INDEX history_dossier ON history (dossier, row)",
    # What a list of dossiers sorts and filters by.
    """CREATE TABLE dossier (
        row INTEGER PRIMARY KEY REFERENCES object (row) ON DELETE CASCADE, class TEXT NOT NULL,
        situation TEXT NOT NULL, recency TEXT NOT NULL) STRICT""",
    "CREATE INDEX dossier_recent ON dossier (recency, row)",
    "CREATE INDEX dossier_situation ON dossier (situation, recency, row)",
    "CREATE INDEX dossier_class ON dossier (class, situation, recency, row)",
    """CREATE VIRTUAL TABLE dossier_text USING fts5 (
        title, numbers, parties, documents, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')""",
    # The words inside documents, by the row of their text object, which holds them.
    """CREATE VIRTUAL TABLE document_text USING fts5 (
        words, content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')""",
    *WORDS_JOINED_APART,
    """CREATE TABLE blob (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, here INTEGER NOT NULL DEFAULT 0, origin TEXT NOT NULL,
        confirmed INTEGER NOT NULL DEFAULT 0, url TEXT NOT NULL DEFAULT '', sent INTEGER NOT NULL DEFAULT 0,
        wanted INTEGER NOT NULL DEFAULT 0, problem TEXT NOT NULL DEFAULT '', added_at TEXT NOT NULL,
        form TEXT NOT NULL DEFAULT '', parts TEXT NOT NULL DEFAULT '',
        worded INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX blob_due ON blob (here, confirmed, wanted)",
    "CREATE INDEX blob_unread ON blob (sha256) WHERE here AND NOT worded",
    "CREATE INDEX blob_gone ON blob (origin) WHERE origin = 'gone'",
    # What is kept here with its bytes: a dossier, or all of a class.
    "CREATE TABLE pin (scope TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL) STRICT",
    # What the window asks of the service through the agent; the last answer stays until the next.
    """CREATE TABLE errand (
        what TEXT NOT NULL, argument TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
        answer TEXT NOT NULL DEFAULT '', answered_at TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (what, argument)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL) STRICT",
)


def create(connection: Connection) -> None:
    """Make the tables of an empty database, inside the caller's transaction."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
