-- only: sqlite
-- Beginnings of two and three letters have lists of their own: a word that is not written out is found without putting together
-- the lists of all words that begin so.
DROP TRIGGER filing_search_update;
DROP TABLE filing_search;
CREATE VIRTUAL TABLE filing_search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'", detail = 'none', prefix = '2 3');
-- It follows the filings in steps again from the first.
UPDATE filing_indexed SET no = 0;
CREATE TRIGGER filing_search_update AFTER UPDATE OF folded, receiving_unit_id, settling_unit_id ON filing
WHEN old.words <> new.words AND old.no <= (SELECT no FROM filing_indexed) BEGIN
    DELETE FROM filing_search WHERE rowid = old.no;
    INSERT INTO filing_search (rowid, words) VALUES (new.no, new.words);
END;
-- end
