-- The documents on which procedures rest, and how each ends. What was recorded of each is in the log.
CREATE TABLE legal_document (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL,
    -- The first day on which it is not in force any more; nothing while no end is known.
    ends_from DATE,
    -- Since when it was said to end so; nothing while no end is known. What was reviewed before is asked for anew.
    ended_at TIMESTAMPTZ,
    body JSONB NOT NULL
);
CREATE INDEX legal_document_by_end ON legal_document (ends_from, id) WHERE ends_from IS NOT NULL;

-- Which version of a procedure names which document.
CREATE TABLE legal_basis (
    procedure_id UUID NOT NULL REFERENCES procedure (id),
    number TEXT NOT NULL,
    PRIMARY KEY (procedure_id, number)
);
CREATE INDEX legal_basis_by_number ON legal_basis (number);

-- What a task follows from, whatever it is.
ALTER TABLE task ADD COLUMN source_id UUID;
CREATE INDEX task_by_source ON task (source_id) WHERE source_id IS NOT NULL;
-- One review of a procedure for a document at a time, whoever rings.
CREATE UNIQUE INDEX task_of_basis ON task (procedure_code, source_id) WHERE kind = 'can-cu' AND state <> 'done';

-- The duty of the regulation, where it is a task of the plan: each unit has each at most once at a time.
ALTER TABLE corrective ADD COLUMN duty TEXT;
CREATE UNIQUE INDEX corrective_of_plan ON corrective (unit_id, duty) WHERE duty IS NOT NULL AND state <> 'closed';
CREATE INDEX corrective_planned ON corrective (due_at, id) WHERE origin = 'ke-hoach';

-- The versions of the regulation.
CREATE TABLE regulation_version (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL,
    signed_on DATE NOT NULL,
    effective_on DATE NOT NULL,
    body JSONB NOT NULL,
    UNIQUE (number, signed_on)
);
CREATE INDEX regulation_version_by_day ON regulation_version (effective_on, id);

-- What was configured, among millions of lines about dossiers. The list is that of domain::regulation::ChangeKind; a test compares.
CREATE INDEX event_of_configuration ON event (at, stream_id, seq) WHERE kind IN ('regulation_entered', 'rules_read',
    'ladder_set', 'contact_clocks_set', 'calendar_day_saved', 'unit_saved', 'procedure_published', 'procedure_retired', 'process_published',
    'process_retired', 'legal_document_recorded');
