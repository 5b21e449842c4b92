-- rows: AuditFinding
SELECT {{columns}} FROM audit_findings WHERE dataset = :dataset ORDER BY name
