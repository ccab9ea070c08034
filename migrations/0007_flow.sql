-- What is kept of the log to look over it: stays, paths, forecasts, findings. Everything here can be made again from the log
-- (`motcua flow rebuild`).

-- How far the follower has come. Nothing known: it begins with every dossier, in the order of its identifier, and goes on
-- with the log from the moment it began.
CREATE TABLE follower (
    one BIGINT PRIMARY KEY,
    log_at TIMESTAMPTZ,
    log_stream UUID,
    rebuilt_to UUID,
    is_rebuilding BOOLEAN NOT NULL,
    turn BIGINT NOT NULL
);
INSERT INTO follower (one, is_rebuilding, turn) VALUES (1, TRUE, 0);

-- One row for each stay of a dossier at a step; the working seconds are those of its unit.
CREATE TABLE step_fact (
    dossier_id UUID NOT NULL,
    no BIGINT NOT NULL,
    procedure_code TEXT NOT NULL,
    unit_id UUID NOT NULL,
    step BIGINT NOT NULL,
    kind TEXT NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    taken_at TIMESTAMPTZ,
    left_at TIMESTAMPTZ,
    waiting BIGINT NOT NULL,
    working BIGINT NOT NULL,
    stopped BIGINT NOT NULL,
    -- Working seconds from its beginning until the dossier was settled.
    remaining BIGINT,
    PRIMARY KEY (dossier_id, no)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX step_fact_open ON step_fact (procedure_code, unit_id, step, entered_at) WHERE left_at IS NULL;

-- The stays that ended in a month, added up; the histograms are counts by bucket (domain::flow::histogram). `remains` are
-- those whose dossier was settled in that month.
CREATE TABLE step_month (
    month DATE NOT NULL,
    procedure_code TEXT NOT NULL,
    unit_id UUID NOT NULL,
    step BIGINT NOT NULL,
    kind TEXT NOT NULL,
    stays BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    working BIGINT NOT NULL,
    stopped BIGINT NOT NULL,
    waits BYTEA NOT NULL,
    works BYTEA NOT NULL,
    lengths BYTEA NOT NULL,
    remains BYTEA NOT NULL,
    PRIMARY KEY (procedure_code, unit_id, step, kind, month)
)
-- only: sqlite
WITHOUT ROWID
-- end
;

-- What the page ranks by is read from this alone, not from the histograms beside it.
CREATE INDEX step_month_ranks ON step_month (month, unit_id, procedure_code, step, kind, stays, waiting, working, stopped);

-- Forecasts ask what a unit took for steps of a kind, whatever the procedure.
CREATE INDEX step_month_of_unit ON step_month (unit_id, kind, month);

-- How often dossiers went from one step to another in a month. Step -1 is the beginning, or the end in the state `to_kind`.
CREATE TABLE passage_month (
    month DATE NOT NULL,
    procedure_code TEXT NOT NULL,
    from_unit_id UUID NOT NULL,
    from_step BIGINT NOT NULL,
    from_kind TEXT NOT NULL,
    to_unit_id UUID NOT NULL,
    to_step BIGINT NOT NULL,
    to_kind TEXT NOT NULL,
    passages BIGINT NOT NULL,
    PRIMARY KEY (procedure_code, month, from_unit_id, from_step, from_kind, to_unit_id, to_step, to_kind)
)
-- only: sqlite
WITHOUT ROWID
-- end
;

-- When an open dossier will be settled, as far as the history says.
CREATE TABLE forecast (
    dossier_id UUID PRIMARY KEY,
    settling_unit_id UUID NOT NULL,
    due_at TIMESTAMPTZ,
    early_at TIMESTAMPTZ NOT NULL,
    likely_at TIMESTAMPTZ NOT NULL,
    late_at TIMESTAMPTZ NOT NULL,
    late_permille BIGINT,
    cases BIGINT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX forecast_late ON forecast (late_permille, dossier_id) WHERE late_permille > 500;

-- What dossiers asked of other units, and how they answered (row C-35).
CREATE TABLE asked (
    dossier_id UUID NOT NULL,
    no BIGINT NOT NULL,
    kind TEXT NOT NULL,
    from_unit_id UUID NOT NULL,
    to_unit_id UUID NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    over_at TIMESTAMPTZ,
    response TEXT NOT NULL,
    PRIMARY KEY (dossier_id, no)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX asked_at ON asked (asked_at);

-- What is wrong with a dossier now (rows C-50, C-51), and since when it is known.
CREATE TABLE finding (
    dossier_id UUID NOT NULL,
    defect TEXT NOT NULL,
    seq BIGINT NOT NULL,
    unit_id UUID NOT NULL,
    found_at TIMESTAMPTZ NOT NULL,
    -- When it is looked at again, though nothing happened to the dossier.
    again_at TIMESTAMPTZ NOT NULL,
    -- A slip that is being made at the moment is no defect: it counts when it is still missing at the second look.
    is_sure BOOLEAN NOT NULL,
    PRIMARY KEY (dossier_id, defect, seq)
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX finding_by_defect ON finding (defect, found_at, dossier_id) WHERE is_sure;
CREATE INDEX finding_again ON finding (again_at);
