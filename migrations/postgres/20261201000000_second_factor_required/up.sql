-- Whether the practice requires a second factor of every member.
ALTER TABLE practices ADD COLUMN second_factor_required BOOLEAN NOT NULL DEFAULT FALSE;
