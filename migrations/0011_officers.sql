-- Officers and guidance: what citizens are shown to fill in, who was guided, who sits at which counter, who was sent to the Centre.

-- Form templates and sample dossiers of a procedure, a row for each version of each.
CREATE TABLE sample (
    id UUID PRIMARY KEY,
    procedure_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- The title without accents: by it the versions of one sample are known.
    folded TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    file_hash TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    -- Why the Centre returned it or took it away.
    reason TEXT NOT NULL,
    UNIQUE (procedure_code, kind, folded, version)
);
CREATE UNIQUE INDEX sample_accepted ON sample (procedure_code, kind, folded) WHERE state = 'accepted';
CREATE INDEX sample_by_state ON sample (state, id);
CREATE INDEX sample_by_unit ON sample (unit_id, state, id);

-- Guidance of people on filing online and by post: a row for each visit or call. Nothing about who was guided.
CREATE TABLE guidance (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    at TIMESTAMPTZ NOT NULL,
    -- The first day of the month of `at`.
    month DATE NOT NULL,
    channel TEXT NOT NULL,
    topic TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    outcome TEXT NOT NULL,
    -- Noted by mistake.
    withdrawn_at TIMESTAMPTZ
);
CREATE INDEX guidance_by_person ON guidance (person_id, at);
CREATE INDEX guidance_by_unit ON guidance (month, unit_id, person_id);

-- How many visits of a month are to end with a filing online.
CREATE TABLE guidance_target (
    person_id UUID NOT NULL REFERENCES person (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    month DATE NOT NULL,
    online BIGINT NOT NULL,
    PRIMARY KEY (month, unit_id, person_id)
);

-- What is taught with: a link or a file.
CREATE TABLE guidance_material (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    title TEXT NOT NULL,
    link TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    file_name TEXT NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ
);

-- Counters of the Centre and of communes, and who sits there on which half day.
CREATE TABLE desk (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    -- The fields it serves, in words.
    fields TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE
);
CREATE INDEX desk_by_unit ON desk (unit_id, name);
-- The plan of a unit for a week; its changes are in the log under this identifier.
CREATE TABLE roster (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    monday DATE NOT NULL,
    UNIQUE (unit_id, monday)
);
CREATE TABLE shift (
    desk_id UUID NOT NULL REFERENCES desk (id),
    day DATE NOT NULL,
    half TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (desk_id, day, half),
    -- Nobody sits in two places.
    UNIQUE (person_id, day, half)
);

-- Staff that agencies sent to the Centre, and the note of each month about each.
CREATE TABLE secondment (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    centre_id UUID NOT NULL REFERENCES unit (id),
    sender_id UUID NOT NULL REFERENCES unit (id),
    decision TEXT NOT NULL,
    fields TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL
);
CREATE INDEX secondment_by_person ON secondment (person_id, last_day);
CREATE INDEX secondment_by_end ON secondment (last_day, id);
CREATE TABLE staff_note (
    id UUID PRIMARY KEY,
    secondment_id UUID NOT NULL REFERENCES secondment (id),
    month DATE NOT NULL,
    state TEXT NOT NULL,
    body JSONB NOT NULL,
    UNIQUE (secondment_id, month)
);
CREATE INDEX staff_note_by_state ON staff_note (state, month, id);

-- Who of a commune or a district guides where and when.
CREATE TABLE guidance_post (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    person_id UUID NOT NULL REFERENCES person (id),
    place TEXT NOT NULL,
    hours TEXT NOT NULL,
    phone TEXT NOT NULL,
    decision TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL
);
CREATE INDEX guidance_post_by_end ON guidance_post (last_day, unit_id, id);
CREATE INDEX guidance_post_by_unit ON guidance_post (unit_id, last_day, id);
