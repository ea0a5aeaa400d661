-- Rows in which a merge kept another version, until the person has looked at it.
CREATE TABLE conflict (
    row INTEGER PRIMARY KEY NOT NULL
);
INSERT INTO conflict (row)
    SELECT row FROM record
    WHERE content IS NOT NULL AND NOT copy AND json_extract(content, '$.alternatives') IS NOT NULL;
