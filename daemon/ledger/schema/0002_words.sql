-- The person's last word on an application, by `afterword outcome` and `afterword close`, under the event that it was
-- said of. No outcome: nothing is known yet.

CREATE TABLE words (
    account TEXT NOT NULL,
    identity TEXT NOT NULL,
    outcome TEXT NOT NULL,
    closes INTEGER NOT NULL,
    said_at TEXT NOT NULL,
    PRIMARY KEY (account, identity)
);
