-- Dossiers and what happens to them. The log is the truth; the other tables are its fold, kept for reading.

-- One row per event; a change and its audit line are the same row. `hash` covers the row and the hash before it.
-- The body is text, not JSONB: the hash is over its exact bytes.
CREATE TABLE event (
    stream_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL,
    person_id UUID,
    assignment_id UUID,
    unit_id UUID,
    role TEXT,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (stream_id, seq)
);

-- What moves. Small and without searchable text, so that a transition touches few indexes. Procedure and process are
-- not declared as references: everybody who receives would lock the same few rows of theirs, which never go.
CREATE TABLE dossier (
    id UUID PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    procedure_id UUID NOT NULL,
    process_id UUID,
    rules TEXT,
    receiving_unit_id UUID NOT NULL,
    settling_unit_id UUID NOT NULL,
    has_priority BOOLEAN NOT NULL,
    submitted_at TIMESTAMPTZ,
    received_at TIMESTAMPTZ,
    due_at TIMESTAMPTZ,
    step BIGINT,
    step_kind TEXT,
    step_unit_id UUID,
    step_role TEXT,
    step_owner_id UUID,
    step_since TIMESTAMPTZ,
    step_due_at TIMESTAMPTZ,
    urgent_at TIMESTAMPTZ,
    has_draft BOOLEAN NOT NULL,
    settled_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    head BYTEA NOT NULL,
    -- What turned it from the straight way; nothing for most.
    turns JSONB,
    -- Whether a proposal or a letter of apology waits for the leader of the settling unit.
    needs_leader BOOLEAN NOT NULL
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX dossier_for_leader ON dossier (settling_unit_id, urgent_at, id) WHERE needs_leader;
CREATE INDEX dossier_mine ON dossier (step_owner_id, urgent_at, id) WHERE step_owner_id IS NOT NULL;
CREATE INDEX dossier_waiting ON dossier (step_unit_id, step_role, urgent_at, id)
    WHERE step_owner_id IS NULL AND step_unit_id IS NOT NULL;
CREATE INDEX dossier_settling ON dossier (settling_unit_id, urgent_at, id)
    WHERE urgent_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX dossier_receiving ON dossier (receiving_unit_id, urgent_at, id)
    WHERE urgent_at IS NOT NULL AND settled_at IS NULL;
-- What one procedure took, the latest first: a process is tried on it.
CREATE INDEX dossier_settled ON dossier (procedure_id, settled_at) WHERE settled_at IS NOT NULL;

-- What stays: who filed what. Written at filing and at acceptance, read by search and by every page.
CREATE TABLE filing (
-- only: sqlite
    -- What the search table below points to.
    no INTEGER PRIMARY KEY,
-- end
    dossier_id UUID NOT NULL UNIQUE REFERENCES dossier (id),
    code TEXT UNIQUE,
    -- What the applicant tracks it by until it has its legal code (domain 4.1).
    draft_code TEXT UNIQUE,
    receiving_unit_id UUID NOT NULL,
    settling_unit_id UUID NOT NULL,
    owner_name TEXT NOT NULL,
    owner_identity TEXT NOT NULL,
    last_four TEXT NOT NULL,
    folded TEXT NOT NULL,
    body JSONB NOT NULL,
    filed_at TIMESTAMPTZ NOT NULL,
    -- Entered more than half an hour after it was received (row C-20).
    is_late_entry BOOLEAN NOT NULL
);
CREATE INDEX filing_late ON filing (receiving_unit_id, filed_at) WHERE is_late_entry;
CREATE INDEX filing_by_owner ON filing (owner_identity, filed_at);
CREATE INDEX filing_received ON filing (receiving_unit_id, filed_at, dossier_id);
-- only: postgres
CREATE INDEX filing_folded ON filing USING gin (folded gin_trgm_ops);
-- end
-- only: sqlite
CREATE VIRTUAL TABLE filing_search USING fts5 (
    folded, content = 'filing', content_rowid = 'no', tokenize = 'trigram', detail = 'none');
-- How far the search table has come. It follows the filings in steps of many, because each step costs much and a
-- reception must not wait for it; what lies behind is searched by reading.
CREATE TABLE filing_indexed (one INTEGER PRIMARY KEY, no INTEGER NOT NULL);
INSERT INTO filing_indexed (one, no) VALUES (1, 0);
CREATE TRIGGER filing_search_update AFTER UPDATE OF folded ON filing 
WHEN old.folded <> new.folded AND old.no <= (SELECT no FROM filing_indexed) BEGIN
    INSERT INTO filing_search (filing_search, rowid, folded) VALUES ('delete', old.no, old.folded);
    INSERT INTO filing_search (rowid, folded) VALUES (new.no, new.folded);
END;
-- end

-- What other units are to do for a dossier (liên thông, lấy ý kiến).
CREATE TABLE part (
    dossier_id UUID NOT NULL REFERENCES dossier (id),
    no BIGINT NOT NULL,
    unit_id UUID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at TIMESTAMPTZ,
    owner_id UUID,
    PRIMARY KEY (dossier_id, no)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX part_by_unit ON part (unit_id, due_at, dossier_id) WHERE state IN ('sent', 'confirmed');

-- Who took which step when, and what waited then (row C-03: the order of intake against the order of picking).
CREATE TABLE pick (
    dossier_id UUID NOT NULL REFERENCES dossier (id),
    seq BIGINT NOT NULL,
    unit_id UUID NOT NULL,
    person_id UUID NOT NULL,
    waiting_since TIMESTAMPTZ NOT NULL,
    urgent_at TIMESTAMPTZ NOT NULL,
    picked_at TIMESTAMPTZ NOT NULL,
    reason TEXT,
    PRIMARY KEY (dossier_id, seq)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX pick_by_unit ON pick (unit_id, picked_at);

-- Gap-free series: dossier codes per unit and day, letters per unit, form and year.
CREATE TABLE counter (
    series TEXT PRIMARY KEY,
    value BIGINT NOT NULL
)
-- only: sqlite
WITHOUT ROWID
-- end
;

-- Letters and slips. The file is written once; what was sent is what is shown ten years later.
CREATE TABLE letter (
    id UUID PRIMARY KEY,
    dossier_id UUID NOT NULL REFERENCES dossier (id),
    seq BIGINT NOT NULL,
    form TEXT NOT NULL,
    -- Under which rule set the form has that number.
    rules TEXT NOT NULL,
    unit_id UUID NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    proof TEXT NOT NULL UNIQUE,
    made_at TIMESTAMPTZ NOT NULL,
    file_hash TEXT NOT NULL,
    UNIQUE (dossier_id, seq),
    UNIQUE (unit_id, form, rules, year, number)
);
