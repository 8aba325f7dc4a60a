SELECT p.platform, p.subject, p.id, COALESCE(pl.issuer, '') FROM person p LEFT JOIN platform pl ON pl.id = p.platform WHERE p.id = :person
