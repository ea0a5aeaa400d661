ALTER TABLE practices DROP COLUMN second_factor_required;
