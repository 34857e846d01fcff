-- Interviews and items are kept as the JSON of their dataclasses in daemon/domain: read in one go, and a new field with
-- a default needs no migration. The columns AS (...) take no space; they are for whoever looks at the file by hand:
--
--     sqlite3 ledger.sqlite 'SELECT starts, title, standing FROM interviews ORDER BY starts'
--     sqlite3 ledger.sqlite 'SELECT due, kind, state, event, error FROM items ORDER BY due'
--
-- Times are text in ISO 8601, in UTC.

CREATE TABLE interviews (
    account TEXT NOT NULL,
    identity TEXT NOT NULL,  -- UID, or UID/RECURRENCE-ID
    document TEXT NOT NULL,
    event TEXT AS (json_extract(document, '$.event')),
    title TEXT AS (json_extract(document, '$.title')),
    starts TEXT AS (json_extract(document, '$.start')),
    ends TEXT AS (json_extract(document, '$.end')),
    standing TEXT AS (json_extract(document, '$.standing')),
    company TEXT AS (json_extract(document, '$.company')),
    outcome TEXT AS (json_extract(document, '$.outcome')),
    PRIMARY KEY (account, identity)
);

CREATE TABLE items (
    key TEXT NOT NULL PRIMARY KEY,  -- one item for each name, for ever: see item_key
    account TEXT NOT NULL,  -- without an index: it would be another page to write in each commit; accounts are few
    document TEXT NOT NULL,
    identity TEXT AS (json_extract(document, '$.identity')),
    event TEXT AS (json_extract(document, '$.event')),
    kind TEXT AS (json_extract(document, '$.kind')),
    due TEXT AS (json_extract(document, '$.due')),
    state TEXT AS (json_extract(document, '$.state')),
    action TEXT AS (json_extract(document, '$.action')),
    generation INTEGER AS (json_extract(document, '$.generation')),
    made_at TEXT AS (json_extract(document, '$.made_at')),
    error TEXT AS (json_extract(document, '$.error'))
);

CREATE TABLE tags (
    account TEXT NOT NULL,
    identity TEXT NOT NULL,
    is_interview INTEGER NOT NULL,
    PRIMARY KEY (account, identity)
);

CREATE TABLE reads (
    account TEXT NOT NULL,
    calendar TEXT NOT NULL,
    read_at TEXT NOT NULL,
    events INTEGER NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (account, calendar)
);

CREATE TABLE settings (
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account, name)
);
