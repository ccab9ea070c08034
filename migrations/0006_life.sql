-- The life of a procedure: announced, built, checked, configured, posted, reviewed, and taken out of force.

-- The last day on which a procedure may be applied for (NĐ 63/2010 Điều 14.2); nothing while no end is known.
ALTER TABLE procedure ADD COLUMN ends_on DATE;

-- Decisions that announce procedures (quyết định công bố). The content never changes: a mistake is mended by another decision.
CREATE TABLE announcement (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL,
    signed_on DATE NOT NULL,
    effective_on DATE NOT NULL,
    owner_unit_id UUID NOT NULL REFERENCES unit (id),
    entered_at TIMESTAMPTZ NOT NULL,
    body JSONB NOT NULL,
    UNIQUE (number, signed_on)
);
CREATE INDEX announcement_by_day ON announcement (signed_on, id);
CREATE TABLE announcement_item (
    announcement_id UUID NOT NULL REFERENCES announcement (id),
    procedure_code TEXT NOT NULL,
    name TEXT NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (announcement_id, procedure_code)
);
CREATE INDEX announcement_item_by_code ON announcement_item (procedure_code);

-- What must be done about a procedure, by whom and until when. What happened to each is in the log.
CREATE TABLE task (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    owner_unit_id UUID NOT NULL REFERENCES unit (id),
    announcement_id UUID REFERENCES announcement (id),
    due_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    done_at TIMESTAMPTZ,
    missed_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
CREATE INDEX task_by_due ON task (state, due_at, id);
CREATE INDEX task_by_owner ON task (owner_unit_id, state, due_at, id);
CREATE INDEX task_by_procedure ON task (procedure_code, state);
CREATE INDEX task_by_announcement ON task (announcement_id);

-- The hand-over of a process to those who configure it (phiếu cấu hình quy trình điện tử).
CREATE TABLE ticket (
    id UUID PRIMARY KEY,
    state TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    announcement_id UUID REFERENCES announcement (id),
    opened_at TIMESTAMPTZ NOT NULL,
    -- Since when it is in its state.
    since TIMESTAMPTZ NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX ticket_by_state ON ticket (state, since, id);
CREATE INDEX ticket_by_unit ON ticket (unit_id, state, since, id);
CREATE INDEX ticket_by_procedure ON ticket (procedure_code, opened_at);

-- Where procedures are posted: boards, screens, pages.
CREATE TABLE posting_place (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE
);
CREATE INDEX posting_place_by_unit ON posting_place (unit_id);

-- What hangs or hung where: the version, from when until when.
CREATE TABLE posting (
    place_id UUID NOT NULL REFERENCES posting_place (id),
    procedure_code TEXT NOT NULL,
    procedure_id UUID NOT NULL REFERENCES procedure (id),
    posted_at TIMESTAMPTZ NOT NULL,
    posted_by UUID NOT NULL REFERENCES person (id),
    taken_down_at TIMESTAMPTZ,
    PRIMARY KEY (place_id, procedure_code, posted_at)
);
CREATE UNIQUE INDEX posting_present ON posting (place_id, procedure_code) WHERE taken_down_at IS NULL;
CREATE INDEX posting_by_procedure ON posting (procedure_code) WHERE taken_down_at IS NULL;

-- The round of inspection of a place in a month, by its first day. Not there: not done.
CREATE TABLE inspection (
    place_id UUID NOT NULL REFERENCES posting_place (id),
    month DATE NOT NULL,
    done_at TIMESTAMPTZ NOT NULL,
    done_by UUID NOT NULL REFERENCES person (id),
    body JSONB NOT NULL,
    PRIMARY KEY (place_id, month)
);

-- The copy of the national catalogue, and how ours differs from it.
CREATE TABLE national_procedure (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    taken_at TIMESTAMPTZ NOT NULL,
    content_hash TEXT NOT NULL,
    body JSONB NOT NULL
);
CREATE TABLE mirror_difference (
    procedure_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The part that differs; empty where the whole procedure is missing on one side.
    part TEXT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    ours TEXT NOT NULL,
    theirs TEXT NOT NULL,
    found_at TIMESTAMPTZ NOT NULL,
    -- Why it was accepted.
    note TEXT NOT NULL,
    PRIMARY KEY (procedure_code, part)
);
CREATE INDEX mirror_difference_by_state ON mirror_difference (state, procedure_code, part);

-- Review of procedures (rà soát): campaigns, and one item for each procedure of a unit.
CREATE TABLE review (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    decision TEXT NOT NULL,
    due_on DATE NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE review_item (
    id UUID PRIMARY KEY,
    review_id UUID NOT NULL REFERENCES review (id),
    procedure_code TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    state TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    body JSONB NOT NULL,
    UNIQUE (review_id, procedure_code)
);
CREATE INDEX review_item_by_review ON review_item (review_id, procedure_code);
CREATE INDEX review_item_by_unit ON review_item (unit_id, state, due_at, id);
CREATE INDEX review_item_by_procedure ON review_item (procedure_code, decided_at);

-- Ideas that simplify (sáng kiến, cải tiến), and what they came to.
CREATE TABLE improvement (
    id UUID PRIMARY KEY,
    state TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    opened_at TIMESTAMPTZ NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX improvement_by_opening ON improvement (opened_at, id);
CREATE INDEX improvement_by_unit ON improvement (unit_id, opened_at, id);
