-- Jobs left behind by transactions and done afterwards.
CREATE TABLE job (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    state TEXT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    leased_until TIMESTAMPTZ,
    attempts BIGINT NOT NULL,
    last_error TEXT
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX job_due ON job (run_at, id) WHERE state <> 'dead';
