-- Search by words. The rarest of them leads, where trigrams of names that half the province bears read half the table.
-- only: postgres
DROP INDEX filing_folded;
-- Unit and week of filing stand among the words: what one unit may see, and the newest, are found without reading the rest.
ALTER TABLE filing ADD COLUMN words TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple',
    folded || ' ' || last_four || ' u' || replace(receiving_unit_id::text, '-', '')
        || ' u' || replace(settling_unit_id::text, '-', '')
        || ' w' || floor(extract(epoch FROM filed_at AT TIME ZONE 'UTC') / 604800)::bigint::text)) STORED;
CREATE INDEX filing_words ON filing USING gin (words);
-- end
-- only: sqlite
DROP TRIGGER filing_search_update;
DROP TABLE filing_search;
-- The units stand among the words here, too; the newest come first by themselves.
ALTER TABLE filing ADD COLUMN words TEXT AS (folded || ' ' || last_four || ' u' || lower(hex(receiving_unit_id))
        || ' u' || lower(hex(settling_unit_id))) VIRTUAL;
CREATE VIRTUAL TABLE filing_search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'", detail = 'none');
-- It follows the filings in steps again from the first.
UPDATE filing_indexed SET no = 0;
CREATE TRIGGER filing_search_update AFTER UPDATE OF folded, receiving_unit_id, settling_unit_id ON filing
WHEN old.words <> new.words AND old.no <= (SELECT no FROM filing_indexed) BEGIN
    DELETE FROM filing_search WHERE rowid = old.no;
    INSERT INTO filing_search (rowid, words) VALUES (new.no, new.words);
END;
-- end
