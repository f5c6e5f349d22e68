WITH due AS (SELECT o.id, o.title, o.document_id, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= date '2026-11-20' THEN o.trigger_on END) AS due_on FROM obligation o LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= date '2026-11-20' AND s.valid_until > date '2026-11-20'
  WHERE coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= date '2026-11-20' THEN o.trigger_on END) BETWEEN '2026-11-20' AND '2026-12-31')
SELECT o.id, o.title, o.due_on, d.number, (SELECT json_agg(a.name ORDER BY l.position) FROM obligation_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.obligation_id = o.id AND l.role = 'LEAD') AS leads,
  count(*) FILTER (WHERE o.due_on <= '2026-11-21') OVER () AS one, count(*) FILTER (WHERE o.due_on <= '2026-11-23') OVER () AS three,
  count(*) FILTER (WHERE o.due_on <= '2026-11-27') OVER () AS seven, count(*) FILTER (WHERE o.due_on <= '2026-12-20') OVER () AS thirty
FROM due o JOIN document d ON d.id = o.document_id
ORDER BY o.due_on, o.id
LIMIT 50
