-- The register of matters (row C-35): what it is searched by, the cause that was answered last, and until when what came after an
-- urge counts as its quick effect. What was begun before is found by the letters of its subject as they were typed.
ALTER TABLE matter ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE matter SET folded = lower(body ->> 'subject');
ALTER TABLE matter ADD COLUMN cause TEXT;
-- only: postgres
UPDATE matter SET cause = (SELECT e.body::jsonb ->> 'cause' FROM event e WHERE e.stream_id = matter.id
    AND e.kind = 'matter_answered' ORDER BY e.seq DESC LIMIT 1) WHERE kind = 'don-doc';
-- end
-- only: sqlite
UPDATE matter SET cause = (SELECT e.body ->> 'cause' FROM event e WHERE e.stream_id = matter.id
    AND e.kind = 'matter_answered' ORDER BY e.seq DESC LIMIT 1) WHERE kind = 'don-doc';
-- end
ALTER TABLE matter ADD COLUMN soon_at TIMESTAMPTZ;
UPDATE matter SET soon_at = first_due_at;
CREATE INDEX matter_by_opening ON matter (opened_at, id);
CREATE INDEX matter_to_by_opening ON matter (to_unit_id, opened_at, id);
CREATE INDEX matter_from_by_opening ON matter (from_unit_id, opened_at, id);

-- The public list of those who are late may be withdrawn, with a reason (row C-28).
ALTER TABLE late_list ADD COLUMN withdrawn_at TIMESTAMPTZ;
ALTER TABLE late_list ADD COLUMN withdrawn_why TEXT;
