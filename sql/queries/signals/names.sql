-- rows: ResourceName
-- Every name that is taken, retracted ones too.
SELECT name FROM signals
