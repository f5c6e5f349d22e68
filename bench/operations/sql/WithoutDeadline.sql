SELECT count(*) OVER () AS total, o.id, o.title, o.deadline,
  (SELECT json_agg(t.path ORDER BY t.place) FROM statement t WHERE t.obligation_id = o.id) AS paths
FROM obligation o LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.document_id = 'document:qd-06-qd-ttg-2022' AND coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL AND s.completed_on IS NULL AND NOT o.awaits_trigger
ORDER BY o.place
LIMIT 50
