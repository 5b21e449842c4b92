-- rows: AuditFinding
SELECT {{columns}} FROM audit_findings WHERE system = :system ORDER BY name
