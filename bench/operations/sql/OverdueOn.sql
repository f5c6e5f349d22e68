SELECT count(*) OVER () AS total, o.id, o.title, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= date '2022-12-31' THEN o.trigger_on END) AS due_on,
  date '2022-12-31' - coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= date '2022-12-31' THEN o.trigger_on END) AS days_late,
  (SELECT json_agg(a.name ORDER BY l.position) FROM obligation_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.obligation_id = o.id AND l.role = 'LEAD') AS leads,
  (SELECT json_agg(json_build_array(a.name, b.name)) FROM obligation_connection c JOIN database a ON a.id = c.end_a
    JOIN database b ON b.id = c.end_b WHERE c.obligation_id = o.id AND NOT c.implied) AS ends
FROM obligation o LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= date '2022-12-31' AND s.valid_until > date '2022-12-31'
WHERE o.document_id = 'document:qd-06-qd-ttg-2022' AND s.completed_on IS NULL AND coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= date '2022-12-31' THEN o.trigger_on END) < '2022-12-31'
ORDER BY due_on, o.place
LIMIT 50
