-- Jobs lie in the order in which they are due: one tree instead of two for each that is left behind, taken and ended.
CREATE TABLE job_in_order (
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    -- What is left for a person is 'dead', and lies behind all others.
    state TEXT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    leased_until TIMESTAMPTZ,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (run_at, id)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
INSERT INTO job_in_order (id, kind, payload, state, run_at, leased_until, attempts, last_error)
SELECT id, kind, payload, state, run_at, leased_until, attempts, last_error FROM job;
DROP TABLE job;
ALTER TABLE job_in_order RENAME TO job;
