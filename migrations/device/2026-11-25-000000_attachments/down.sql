DROP TABLE search_word;
DROP INDEX record_by_kind;
DROP TABLE attachment_place;
DROP TABLE attachment_ref;
