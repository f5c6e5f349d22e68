SELECT r.bearer_id, coalesce(a.name, '(không có)') AS name, count(DISTINCT o.id) AS total,
  count(DISTINCT o.id) FILTER (WHERE s.completed_on <= coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END)) AS on_time, count(DISTINCT o.id) FILTER (WHERE s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END)) AS late,
  count(DISTINCT o.id) FILTER (WHERE s.completed_on IS NULL AND coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) >= current_date) AS in_term,
  count(DISTINCT o.id) FILTER (WHERE s.completed_on IS NULL AND coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date) AS overdue,
  count(DISTINCT o.id) FILTER (WHERE coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL) AS undated
FROM obligation o JOIN duty_case c ON c.obligation_id = o.id AND c.role = 'LEAD'
JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= current_date AND coalesce(r.valid_until, 'infinity') > current_date
LEFT JOIN agency a ON a.id = r.bearer_id
LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.document_id = 'document:qd-06-qd-ttg-2022'
GROUP BY GROUPING SETS ((r.bearer_id, a.name), ())
