SELECT count(*) OVER () AS total, a.name AS one, b.name AS other, min(coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END)) OVER () AS earliest,
  o.id, o.title, o.deadline, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, CASE WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL THEN CASE WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
    WHEN s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) THEN 'COMPLETED_LATE' WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
    WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing,
  d.number, d.title AS document, d.issued_on, coalesce((SELECT f.state FROM document_force f WHERE f.document_id = d.id AND NOT f.dissent AND coalesce(f.valid_from, '-infinity') <= current_date AND coalesce(f.valid_until, 'infinity') > current_date
    ORDER BY f.position DESC LIMIT 1), 'UNKNOWN') AS force
FROM data_connection c JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b
JOIN obligation_connection oc ON oc.connection_id = c.id JOIN obligation o ON o.id = oc.obligation_id JOIN document d ON d.id = o.document_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE c.id = 'connection:csdl-ho-tich~csdlqg-dan-cu' AND NOT oc.implied AND coalesce(o.demanded_from, '-infinity') <= current_date
ORDER BY o.place
LIMIT 50;
SELECT count(*) OVER () AS total, o.id, o.title, o.deadline, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, CASE WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL THEN CASE WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
    WHEN s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) THEN 'COMPLETED_LATE' WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
    WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing,
  d.number, d.title AS document, d.issued_on, coalesce((SELECT f.state FROM document_force f WHERE f.document_id = d.id AND NOT f.dissent AND coalesce(f.valid_from, '-infinity') <= current_date AND coalesce(f.valid_until, 'infinity') > current_date
    ORDER BY f.position DESC LIMIT 1), 'UNKNOWN') AS force
FROM obligation o JOIN document d ON d.id = o.document_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.document_id IN ('document:nd-278-2025-nd-cp', 'document:cd-103-cd-ttg-2025', 'document:ct-07-ct-ttg-2025') AND o.terms LIKE '%ket noi%'
ORDER BY due_on, o.place
LIMIT 50
