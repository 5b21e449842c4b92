-- rows: Issuer
-- Everybody to whom the code of this token was shown, or the code of the token
-- with which that code was made, and so on to the first.
WITH RECURSIVE chain (token, issued_by, issued_with) AS (
  SELECT name, issued_by, issued_with FROM tokens WHERE name = :token
  UNION
  SELECT t.name, t.issued_by, t.issued_with FROM chain c JOIN tokens t ON t.name = c.issued_with
)
SELECT DISTINCT issued_by AS issuer FROM chain ORDER BY issuer
