DROP TABLE imported;
DROP TABLE import;
