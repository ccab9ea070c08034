-- Work done by officers, weighted; campaigns of districts and communes, and the share filed online that they are measured by.

-- What officers did with dossiers in a month (domain::workload): small rows that the follower adds to, made again from the log by
-- `motcua flow rebuild`. What was undone is taken from the month in which it was done.
CREATE TABLE work_month (
    month DATE NOT NULL,
    unit_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    -- How much the procedure asks for.
    complexity TEXT NOT NULL,
    procedure_code TEXT NOT NULL,
    deeds BIGINT NOT NULL,
    -- Those that had a time, and those that kept it.
    timed BIGINT NOT NULL,
    in_time BIGINT NOT NULL,
    PRIMARY KEY (month, unit_id, person_id, kind, complexity, procedure_code)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX work_month_of_person ON work_month (person_id, month, unit_id);

-- Dossiers by the week in which they were filed and the unit that received them; by the follower, too.
CREATE TABLE filed_week (
    week DATE NOT NULL,
    unit_id UUID NOT NULL,
    dossiers BIGINT NOT NULL,
    online BIGINT NOT NULL,
    PRIMARY KEY (week, unit_id)
)
-- only: sqlite
WITHOUT ROWID
-- end
;

-- Up to which event the two tables above know a dossier.
CREATE TABLE work_taken (
    dossier_id UUID PRIMARY KEY,
    seq BIGINT NOT NULL
)
-- only: sqlite
WITHOUT ROWID
-- end
;

-- Every dossier is looked at once more: what the other tables know already is not counted twice.
UPDATE follower SET rebuilt_to = NULL, is_rebuilding = TRUE, turn = turn + 1;

-- Weights as they were set, one row for each time, never changed; the log has who did it.
CREATE TABLE work_weights (
    id UUID PRIMARY KEY,
    -- 1, 2, 3 …: of two who set them at once, one is told.
    no BIGINT NOT NULL UNIQUE,
    -- The first day of the month from which on they count.
    from_month DATE NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    body JSONB NOT NULL
);

-- Campaigns and training (row C-59).
CREATE TABLE campaign (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    person_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    last_day DATE NOT NULL,
    reach BIGINT NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    -- Entered by mistake.
    withdrawn_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
CREATE INDEX campaign_by_day ON campaign (last_day, id) WHERE withdrawn_at IS NULL;
CREATE INDEX campaign_by_unit ON campaign (unit_id, last_day, id) WHERE withdrawn_at IS NULL;
