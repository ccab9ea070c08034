-- By which rule the dossiers of a unit are reminded of and urged, and how what is not answered climbs. That of the Centre is for
-- all that have none of their own.
CREATE TABLE ladder (
    unit_id UUID PRIMARY KEY REFERENCES unit (id),
    -- Its stream in the log.
    id UUID NOT NULL UNIQUE,
    body JSONB NOT NULL
);

-- A reminder is for one person.
ALTER TABLE matter ADD COLUMN person_id UUID;
CREATE INDEX matter_of_dossier ON matter (dossier_id, opened_at) WHERE dossier_id IS NOT NULL;
