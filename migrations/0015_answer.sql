-- What goes out to people: letters about petitions, what became of each answer on its way, and answers about a dossier that its
-- applicant may read.

-- A letter about petitions: the answer to one sender, or what the Centre proposes to the province from the answers of a period.
-- Never changed once it is signed.
CREATE TABLE contact_letter (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Whose letter it is.
    unit_id UUID NOT NULL REFERENCES unit (id),
    -- The petition that it answers.
    petition_id UUID UNIQUE REFERENCES petition (id),
    drafted_at TIMESTAMPTZ NOT NULL,
    signed_at TIMESTAMPTZ,
    signer_id UUID REFERENCES person (id),
    year BIGINT,
    number BIGINT,
    proof TEXT UNIQUE,
    file_hash TEXT,
    -- What it proposes, as it was when it was drafted.
    body JSONB,
    UNIQUE (unit_id, year, number)
);
CREATE INDEX contact_letter_by_drafting ON contact_letter (kind, drafted_at, id);

-- What became of the answer on its way to the sender.
ALTER TABLE petition ADD COLUMN delivery TEXT;
UPDATE petition SET delivery = 'arrived'
WHERE id IN (SELECT stream_id FROM event WHERE kind = 'petition_delivered');
-- Who left no way to be written to is owed nothing; what came from a portal is answered there.
UPDATE petition SET delivery = 'none'
WHERE delivery IS NULL AND source IS NULL
    AND id IN (SELECT petition_id FROM petition_sender WHERE proof = '' AND trim(body ->> 'address') = '');
-- What the board counts: what is open, and answers that did not arrive.
CREATE INDEX petition_watched ON petition (received_at, id)
    WHERE state NOT IN ('declined', 'published', 'closed', 'joined') OR delivery = 'failed' OR (state IN ('published', 'closed') AND delivery IS NULL);

-- What is put before the province: each petition once.
CREATE TABLE contact_letter_line (
    petition_id UUID PRIMARY KEY REFERENCES petition (id),
    letter_id UUID NOT NULL REFERENCES contact_letter (id)
);
CREATE INDEX contact_letter_line_by_letter ON contact_letter_line (letter_id);

-- A notice may go to the sender of a petition, whose address stands with the petition alone.
CREATE TABLE notice_new (
    id UUID PRIMARY KEY,
    person_id UUID REFERENCES person (id),
    petition_id UUID REFERENCES petition (id),
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    send_until TIMESTAMPTZ NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    last_error TEXT,
    -- The turn of which the petition's register was told how it ended.
    told BIGINT,
    UNIQUE (person_id, about),
    UNIQUE (petition_id, about)
);
INSERT INTO notice_new (id, person_id, kind, about, subject, body, state, tries, turn, send_until, made_at, sent_at, last_error)
SELECT id, person_id, kind, about, subject, body, state, tries, turn, send_until, made_at, sent_at, last_error FROM notice;
DROP TABLE notice;
ALTER TABLE notice_new RENAME TO notice;
CREATE INDEX notice_unsent ON notice (made_at, id) WHERE state IN ('waiting', 'failed');

-- The answers about a dossier that its applicant may read.
CREATE TABLE matter_shown (
    matter_id UUID PRIMARY KEY REFERENCES matter (id),
    dossier_id UUID NOT NULL REFERENCES dossier (id),
    -- Who says it, when, and in which words.
    unit_id UUID NOT NULL REFERENCES unit (id),
    shown_at TIMESTAMPTZ NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX matter_shown_by_dossier ON matter_shown (dossier_id, shown_at);

-- The payments that dossiers were asked for and that were noted: few lines among very many, by when and by dossier; and the
-- dossiers that wait for one, however long.
CREATE INDEX event_duty ON event (at, stream_id) WHERE kind IN ('duty_required', 'duty_paid');
CREATE INDEX event_duty_of ON event (stream_id, seq) WHERE kind IN ('duty_required', 'duty_paid');
CREATE INDEX dossier_awaiting_duty ON dossier (settling_unit_id, id) WHERE state = 'awaiting_duty';
