SELECT b.state, b.from_time, b.started_at, b.ended_at,
       COALESCE(SUM(COALESCE(u.statements_through, 0) - COALESCE(f.statements_through, 0)), 0),
       COALESCE(SUM(COALESCE(d.statements_through, 0) - COALESCE(f.statements_through, 0)), 0)
FROM backfill b
LEFT JOIN backfill_part p ON p.name = b.name
LEFT JOIN event f ON f.registration = p.registration AND f.position = p.first_position
LEFT JOIN event d ON d.registration = p.registration AND d.position = p.position
LEFT JOIN event u ON u.registration = p.registration AND u.position = p.until_position
WHERE b.name = :name
GROUP BY b.state, b.from_time, b.started_at, b.ended_at
