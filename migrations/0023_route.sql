-- The whole route of each dossier that is over, and how long the house had it: which routes a procedure really takes.
CREATE TABLE route_fact (
    dossier_id UUID PRIMARY KEY,
    procedure_code TEXT NOT NULL,
    -- The first day of the month in which it ended.
    month DATE NOT NULL,
    settling_unit_id UUID NOT NULL,
    route TEXT NOT NULL,
    -- Working seconds that the house itself took.
    seconds BIGINT NOT NULL,
    is_late BOOLEAN NOT NULL
)
-- only: sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX route_of_procedure ON route_fact (procedure_code, month, route, seconds, is_late, settling_unit_id, dossier_id);
-- What is over already is taken in again from the log.
UPDATE follower SET log_at = NULL, log_stream = NULL, rebuilt_to = NULL, is_rebuilding = TRUE, turn = turn + 1;
