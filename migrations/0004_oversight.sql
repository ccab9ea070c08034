-- What has happened since: the board follows the log by its time.
-- only: postgres
CREATE INDEX event_by_at ON event USING brin (at) WITH (pages_per_range = 16);
-- end
-- only: sqlite
CREATE INDEX event_by_at ON event (at);
-- end

-- What the Centre and the agencies want of each other (đôn đốc, đề nghị, góp ý, kiến nghị, khó khăn). The thread is in the log.
CREATE TABLE matter (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    from_unit_id UUID NOT NULL REFERENCES unit (id),
    to_unit_id UUID NOT NULL REFERENCES unit (id),
    dossier_id UUID,
    due_at TIMESTAMPTZ NOT NULL,
    rung TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    -- The first deadline and the first answer: what the report of effect counts.
    first_due_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
CREATE INDEX matter_open ON matter (due_at, id) WHERE state <> 'closed';
CREATE INDEX matter_to ON matter (to_unit_id, due_at, id) WHERE state <> 'closed';
CREATE INDEX matter_from ON matter (from_unit_id, due_at, id) WHERE state <> 'closed';
CREATE INDEX matter_by_kind ON matter (kind, opened_at);

-- Who has read how much of a matter, and when last.
CREATE TABLE matter_read (
    matter_id UUID NOT NULL REFERENCES matter (id),
    person_id UUID NOT NULL REFERENCES person (id),
    seq BIGINT NOT NULL,
    read_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (matter_id, person_id)
);

-- What was published of those who are late (row C-28), dossier by dossier: a due date that is lawfully moved takes its dossier out.
CREATE TABLE late_list (
    day DATE PRIMARY KEY,
    as_of TIMESTAMPTZ NOT NULL,
    approved_by UUID NOT NULL REFERENCES person (id),
    approved_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE late_entry (
    day DATE NOT NULL REFERENCES late_list (day),
    dossier_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    role TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    has_apology BOOLEAN NOT NULL,
    PRIMARY KEY (day, dossier_id)
);
