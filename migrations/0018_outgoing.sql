-- What goes out to applicants, each by the event of the log that says it, and how it reached them; and the numbers of letters that
-- became none.
CREATE TABLE outgoing (
    dossier_id UUID NOT NULL REFERENCES dossier (id),
    seq BIGINT NOT NULL,
    -- Who answers for its reaching the applicant; whose book the number is of.
    unit_id UUID NOT NULL REFERENCES unit (id),
    made_at TIMESTAMPTZ NOT NULL,
    -- How it reached the applicant and on which day; nothing as long as it did not. 'void' for a number that became no letter.
    way TEXT,
    given_on DATE,
    -- Why the number is void, and which it is.
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, seq)
);
CREATE INDEX outgoing_owed ON outgoing (unit_id, made_at, dossier_id, seq) WHERE way IS NULL;
CREATE INDEX outgoing_void ON outgoing (unit_id, made_at, dossier_id, seq) WHERE way = 'void';

-- A notice may go to the applicant of a dossier, whose address stands with what was filed alone.
ALTER TABLE notice ADD COLUMN dossier_id UUID REFERENCES dossier (id);
CREATE UNIQUE INDEX notice_of_dossier ON notice (dossier_id, about);
