SELECT count(*) OVER () AS total, o.id, o.title, s.reported, s.verified, s.completed_on,
  (SELECT json_build_object('kind', e.kind, 'on', e.effective_on, 'by', a.name, 'note', e.note) FROM event e JOIN agency a ON a.id = e.by_id
    WHERE e.obligation_id = o.id ORDER BY e.number DESC LIMIT 1) AS last_event
FROM obligation o JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE s.reported <> 'NOT_STARTED' AND s.verified <> s.reported
ORDER BY o.place
LIMIT 50
