-- rows: PriorityOverride
SELECT {{columns}} FROM priority_overrides WHERE rank > 0 ORDER BY name
