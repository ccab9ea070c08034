-- What people are told by e-mail, their digest of each day, and the letters of urging.

-- The address, and which letters this person wants.
ALTER TABLE person ADD COLUMN email TEXT;
ALTER TABLE person ADD COLUMN wants_urging BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE person ADD COLUMN wants_digest BOOLEAN NOT NULL DEFAULT TRUE;

-- One letter to one person; its identifier is that of the message.
CREATE TABLE notice (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    -- What it tells of: nobody is told twice.
    about TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Empty once it is sent or void.
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    -- Counts the jobs left behind for it: only the last one sends.
    turn BIGINT NOT NULL,
    -- Later than that it is no news.
    send_until TIMESTAMPTZ NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    last_error TEXT,
    UNIQUE (person_id, about)
);
-- What the administrator looks at: what waits or failed.
CREATE INDEX notice_unsent ON notice (made_at, id) WHERE state IN ('waiting', 'failed');

-- The units whose digests of a day were made.
CREATE TABLE digest_day (
    unit_id UUID NOT NULL REFERENCES unit (id),
    day DATE NOT NULL,
    PRIMARY KEY (unit_id, day)
);

-- A letter of urging to one agency (văn bản đôn đốc): a draft, then signed, numbered and sent, and never changed again.
CREATE TABLE urge_letter (
    id UUID PRIMARY KEY,
    -- Who urges, and whom.
    from_unit_id UUID NOT NULL REFERENCES unit (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    state TEXT NOT NULL,
    -- The moment at which it was asked what is late or due within a working day.
    asked_at TIMESTAMPTZ NOT NULL,
    signed_at TIMESTAMPTZ,
    signer_id UUID REFERENCES person (id),
    year BIGINT,
    number BIGINT,
    proof TEXT UNIQUE,
    -- By when the agency is to answer, and the thread in which it does.
    answer_by TIMESTAMPTZ,
    matter_id UUID UNIQUE,
    file_hash TEXT,
    UNIQUE (from_unit_id, year, number)
);
-- An agency has one draft at a time.
CREATE UNIQUE INDEX urge_letter_draft ON urge_letter (unit_id) WHERE state = 'draft';
CREATE INDEX urge_letter_by_asking ON urge_letter (asked_at, id);

-- What it lists, as it was then.
CREATE TABLE urge_item (
    letter_id UUID NOT NULL REFERENCES urge_letter (id) ON DELETE CASCADE,
    dossier_id UUID NOT NULL REFERENCES dossier (id),
    due_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (letter_id, dossier_id)
);
