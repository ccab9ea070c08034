-- What has happened since: the board follows the log by its time.
-- only: postgres
CREATE INDEX event_by_at ON event USING brin (at) WITH (pages_per_range = 16);
-- end
-- only: sqlite
CREATE INDEX event_by_at ON event (at);
-- end
