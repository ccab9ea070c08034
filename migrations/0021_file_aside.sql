-- Files of a form that went back to its sender: they stay for a day under a token that only the form knows.
CREATE TABLE file_aside (
    token_hash BYTEA PRIMARY KEY,
    file JSONB NOT NULL,
    kept_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX file_aside_by_time ON file_aside (kept_at);
