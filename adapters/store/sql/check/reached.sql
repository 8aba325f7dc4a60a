-- How far into each registration's order record stores were sent the record.
SELECT registration, MAX(position)
FROM (SELECT registration, position FROM cursor WHERE kind = 'lrs'
      UNION ALL
      SELECT registration, position FROM parked WHERE kind = 'lrs'
      UNION ALL
      SELECT registration, through_position FROM receipt WHERE kind = 'lrs') reached
GROUP BY registration
ORDER BY registration
