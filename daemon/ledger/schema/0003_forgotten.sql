-- Events that the person had forgotten, or that went by themselves in time (`privacy.keep_days`): nothing is known of them
-- but that nothing is to be made for them again. A digest (`tombstone` in daemon/domain) stands for the event.

CREATE TABLE forgotten (
    account TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (account, digest)
);
