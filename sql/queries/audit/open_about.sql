-- rows: AuditFinding
SELECT {{columns}} FROM audit_findings
WHERE state = 'open' AND ((dataset <> '' AND dataset = :dataset) OR (system <> '' AND system = :system))
ORDER BY name
