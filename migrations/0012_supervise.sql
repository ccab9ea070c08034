-- Supervision: what was found and is to be mended, the rounds that look, the meetings, and the numbers of a month that heads
-- confirm. What happened to each is in the log.
CREATE TABLE corrective (
    id UUID PRIMARY KEY,
    origin TEXT NOT NULL,
    area TEXT NOT NULL,
    state TEXT NOT NULL,
    unit_id UUID NOT NULL REFERENCES unit (id),
    -- The round of supervision that found it.
    source_id UUID,
    due_at TIMESTAMPTZ NOT NULL,
    rung TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    -- When the Centre closed it.
    closed_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
CREATE INDEX corrective_by_state ON corrective (state, due_at, id);
CREATE INDEX corrective_by_unit ON corrective (unit_id, state, due_at, id);
CREATE INDEX corrective_by_source ON corrective (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX corrective_by_opening ON corrective (opened_at);
CREATE INDEX corrective_by_closing ON corrective (closed_at) WHERE closed_at IS NOT NULL;

-- Every deadline that it had: the list of a week is what it was, whatever is set later.
CREATE TABLE corrective_deadline (
    corrective_id UUID NOT NULL REFERENCES corrective (id),
    due_at TIMESTAMPTZ NOT NULL,
    set_at TIMESTAMPTZ NOT NULL,
    -- When the agency reported for this deadline.
    reported_at TIMESTAMPTZ,
    PRIMARY KEY (corrective_id, due_at)
);
CREATE INDEX corrective_deadline_by_day ON corrective_deadline (due_at, corrective_id);

-- A round of supervision of a unit, by the first day of its month.
CREATE TABLE checklist_round (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    month DATE NOT NULL,
    planned_on DATE NOT NULL,
    done_at TIMESTAMPTZ,
    done_by UUID REFERENCES person (id),
    body JSONB NOT NULL,
    UNIQUE (unit_id, month)
);
CREATE INDEX checklist_round_by_month ON checklist_round (month, planned_on, id);

-- Meetings of the Centre with the agencies.
CREATE TABLE meeting (
    id UUID PRIMARY KEY,
    held_on DATE NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    body JSONB NOT NULL
);
CREATE INDEX meeting_by_day ON meeting (held_on, id);
-- Who took part, and may read the minutes.
CREATE TABLE meeting_unit (
    meeting_id UUID NOT NULL REFERENCES meeting (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    PRIMARY KEY (meeting_id, unit_id)
);
CREATE INDEX meeting_by_unit ON meeting_unit (unit_id);

-- The numbers of a unit for a month, fixed once, and what its head says of them.
CREATE TABLE data_confirmation (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES unit (id),
    month DATE NOT NULL,
    standing TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    body JSONB NOT NULL,
    UNIQUE (unit_id, month)
);
CREATE INDEX data_confirmation_by_month ON data_confirmation (month, standing);

-- What a round counts of the records of a unit.
CREATE INDEX finding_by_unit ON finding (unit_id, dossier_id) WHERE is_sure;

-- The obstacle with which another is answered.
ALTER TABLE matter ADD COLUMN lead_id UUID;
CREATE INDEX matter_by_lead ON matter (lead_id) WHERE lead_id IS NOT NULL;
