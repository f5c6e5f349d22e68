SELECT count(*) OVER () AS total, o.id, o.title, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, CASE WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL THEN CASE WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
    WHEN s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) THEN 'COMPLETED_LATE' WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
    WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing, d.number,
  (SELECT json_agg(a.name ORDER BY l.position) FROM obligation_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.obligation_id = o.id AND l.role = 'LEAD') AS leads
FROM obligation o JOIN document d ON d.id = o.document_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) BETWEEN '2022-03-01' AND '2022-12-31'
ORDER BY due_on, o.place
LIMIT 50
