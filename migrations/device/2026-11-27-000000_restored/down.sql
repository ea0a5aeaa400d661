ALTER TABLE collection DROP COLUMN rebuild;
DROP TABLE lost;
