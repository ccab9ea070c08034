-- Who is away from when to when, and the assignment under which a colleague stands in (vắng mặt, phân công thay).

CREATE TABLE absence (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    unit_id UUID NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    decision TEXT NOT NULL,
    -- The role that the substitute acts in for these days; nothing if nobody stands in.
    assignment_id UUID REFERENCES assignment (id)
);
CREATE INDEX absence_by_person ON absence (person_id, last_day);
CREATE INDEX absence_by_unit ON absence (unit_id, last_day);
