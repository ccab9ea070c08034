-- Units, people, sessions, catalogue, processes, calendar: what the house is made of.

CREATE TABLE unit (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    parent_id UUID REFERENCES unit (id),
    active_from DATE NOT NULL,
    active_to DATE,
    body JSONB NOT NULL
);
CREATE INDEX unit_by_parent ON unit (parent_id);

CREATE TABLE person (
    id UUID PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE assignment (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    decision TEXT NOT NULL,
    -- The absent colleague whose work is done under this assignment (phân công thay, ủy quyền).
    stands_in_for UUID REFERENCES person (id)
);
CREATE INDEX assignment_by_person ON assignment (person_id);
CREATE INDEX assignment_by_unit ON assignment (unit_id, role);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    assignment_id UUID NOT NULL REFERENCES assignment (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE procedure (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    folded TEXT NOT NULL,
    settling_unit_id UUID REFERENCES unit (id),
    settling_kind TEXT NOT NULL,
    is_online BOOLEAN NOT NULL,
    content_hash TEXT NOT NULL,
    body JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    retired_at TIMESTAMPTZ,
    UNIQUE (code, version)
);
CREATE UNIQUE INDEX procedure_published ON procedure (code) WHERE state = 'published';
CREATE INDEX procedure_by_name ON procedure (state, name, id);
CREATE INDEX procedure_by_field ON procedure (state, field, name, id);
-- only: postgres
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX procedure_folded ON procedure USING gin (folded gin_trgm_ops);
-- end

CREATE TABLE process (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    procedure_code TEXT,
    name TEXT NOT NULL,
    is_generated BOOLEAN NOT NULL,
    content_hash TEXT NOT NULL,
    body JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    UNIQUE (code, version)
);
CREATE INDEX process_by_procedure ON process (procedure_code, state);

CREATE TABLE calendar_day (
    day DATE PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    basis TEXT NOT NULL
);

-- Counts the changes of units and calendar, so that every server knows when to read them again.
CREATE TABLE house (
    one BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO house (one, version) VALUES (1, 1);
