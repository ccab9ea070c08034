-- Pairs of procedures that look alike, and of which somebody said why they do not overlap (Quy chế 1267 Điều 2). The log has who.
CREATE TABLE overlap_dismissed (
    first_code TEXT NOT NULL,
    second_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    dismissed_at TIMESTAMPTZ NOT NULL,
    dismissed_by UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (first_code, second_code)
);
