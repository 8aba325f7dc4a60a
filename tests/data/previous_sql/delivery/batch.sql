-- A rendering whose bytes were erased, one that was superseded, and an event without one give an empty body. So does a voiding statement of a superseded
-- one where the store was not sent what it voids, which receipts and parked rows tell (others than record stores are sent everything); of the day after too, because a request may
-- have been on its way. So it is with what takes back statements of a kind that only some stores get. One that supersedes nothing takes back what an
-- erased person did, everywhere. The event's own text is read for what a filter needs of it: the kind of statements of an audience beside the
-- store's, which activity a credit is of, and what a superseded statement told. Others than record stores get no such audience.
SELECT e.position, COALESCE(r.statement_id, ''),
       CASE WHEN EXISTS (SELECT 1 FROM rendering n
                         WHERE n.registration = r.registration AND n.supersedes = r.statement_id AND n.supersedes <> '') THEN ''
            WHEN r.template = 'voided' AND r.supersedes <> '' AND :kind = 'lrs' AND NOT EXISTS (
                   SELECT 1 FROM rendering o
                   JOIN event oe ON oe.registration = o.registration AND oe.stream_id = o.stream_id AND oe.seq = o.seq
                   JOIN receipt c ON c.kind = :kind AND c.name = :name AND c.registration = oe.registration
                     AND c.from_position <= oe.position AND c.through_position >= oe.position AND c.at <= e.recorded_at + 86400000
                   WHERE o.registration = r.registration AND o.statement_id = r.supersedes
                     AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.kind = :kind AND p.name = :name
                                       AND p.registration = o.registration AND p.statement_id = o.statement_id)) THEN ''
            ELSE COALESCE(b.body, '') END,
       e.type, COALESCE(a.unit_id, ''),
       CASE WHEN e.type IN ('credit_claimed', 'credit_granted', 'statement_superseded', 'statement_pseudonymised', 'statements_made') THEN e.body ELSE '' END,
       COALESCE(b.signature, '')
FROM event e
LEFT JOIN rendering r ON r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq
  AND (r.audience = :audience OR (:kind = 'lrs' AND r.audience LIKE '' || :audience || ':%'))
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq
  AND b.ordinal = r.ordinal
LEFT JOIN attempt a ON a.registration = e.registration AND a.id = e.stream_id
WHERE e.registration = :registration AND e.position > :after_position AND e.position <= :until_position
ORDER BY e.position, r.ordinal
