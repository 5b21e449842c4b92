-- rows: EnrolmentCode
SELECT {{columns}} FROM enrolment_codes WHERE person = :person AND use_time IS NULL ORDER BY code_hash
