-- What people report, propose and ask. The thread of each is in the log; `body` is its fold.
CREATE TABLE petition (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    -- The system it came from and its number there: an item is entered once.
    source TEXT,
    source_id TEXT,
    channel TEXT NOT NULL,
    class TEXT,
    outcome TEXT,
    procedure TEXT NOT NULL,
    state TEXT NOT NULL,
    unit_id UUID REFERENCES unit (id),
    head_id UUID REFERENCES petition (id),
    is_conduct BOOLEAN NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    -- A limit was not kept, whichever.
    is_late BOOLEAN NOT NULL,
    settled_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    folded TEXT NOT NULL,
    body JSONB NOT NULL,
    UNIQUE (source, source_id)
);
CREATE INDEX petition_by_received ON petition (received_at, id);
CREATE INDEX petition_by_state ON petition (state, received_at, id);
CREATE INDEX petition_by_due ON petition (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX petition_by_unit ON petition (unit_id, received_at, id);
CREATE INDEX petition_by_head ON petition (head_id);
CREATE INDEX petition_published ON petition (published_at, id) WHERE state = 'published';

-- Who sent it, apart from what was sent: who may not know the sender never reads this table.
CREATE TABLE petition_sender (
    petition_id UUID PRIMARY KEY REFERENCES petition (id),
    proof TEXT NOT NULL,
    body JSONB NOT NULL
);

CREATE TABLE question (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    unit_id UUID REFERENCES unit (id),
    asked_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    is_late BOOLEAN NOT NULL,
    answered_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    -- Of what is published: how often it answered another question, and its words for the search.
    uses BIGINT NOT NULL,
    folded TEXT NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX question_by_asked ON question (asked_at, id);
CREATE INDEX question_by_state ON question (state, asked_at, id);
CREATE INDEX question_by_unit ON question (unit_id, asked_at, id);
CREATE INDEX question_published ON question (published_at, id) WHERE state = 'published';

CREATE TABLE question_asker (
    question_id UUID PRIMARY KEY REFERENCES question (id),
    proof TEXT NOT NULL,
    body JSONB NOT NULL
);

-- The limits that the Centre set otherwise than the defaults, with the source that says so.
CREATE TABLE contact_clock (
    clock TEXT PRIMARY KEY,
    days BIGINT NOT NULL,
    source TEXT NOT NULL
);
