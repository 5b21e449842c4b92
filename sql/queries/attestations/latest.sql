-- rows: Attestation
SELECT {{columns}} FROM attestations WHERE department = :department ORDER BY attest_time DESC, name DESC LIMIT 1
