-- rows: Token
SELECT {{columns}} FROM tokens WHERE person = :person AND revoke_time IS NULL ORDER BY name
