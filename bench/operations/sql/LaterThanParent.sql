WITH pair AS (SELECT p.due_on AS above, o.due_on AS below FROM obligation_parent op JOIN obligation o ON o.id = op.obligation_id
    JOIN obligation p ON p.id = op.parent_id WHERE o.document_id = 'document:qd-468-qd-ubnd-dak-nong-2022' AND p.document_id = 'document:qd-06-qd-ttg-2022')
SELECT count(*)::int AS pairs, count(*) FILTER (WHERE above = below OR (above IS NULL AND below IS NULL))::int AS same,
  count(*) FILTER (WHERE below < above)::int AS earlier, count(*) FILTER (WHERE below > above)::int AS later,
  count(*) FILTER (WHERE above IS NOT NULL AND below IS NULL)::int AS dropped, count(*) FILTER (WHERE above IS NULL AND below IS NOT NULL)::int AS added,
  max(below - above) FILTER (WHERE below > above) AS most_days
FROM pair;
SELECT count(*) OVER () AS total, c.id, c.severity, c.explanation,
  (SELECT json_agg(json_build_object('path', s.path, 'number', d.number, 'deadline', s.deadline) ORDER BY cs.position)
    FROM conflict_statement cs JOIN statement s ON s.id = cs.statement_id JOIN document d ON d.id = s.document_id WHERE cs.conflict_id = c.id) AS statements
FROM conflict c
WHERE c.kind = 'LATER_THAN_PARENT' AND c.document_id = 'document:qd-468-qd-ubnd-dak-nong-2022'
ORDER BY c.place
LIMIT 50
