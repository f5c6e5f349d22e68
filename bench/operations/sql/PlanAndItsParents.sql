SELECT count(*) OVER () AS total, o.id, o.title, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on,
  (SELECT json_agg(t.path ORDER BY t.place) FROM statement t WHERE t.obligation_id = o.id) AS paths,
  (SELECT json_agg(json_build_object('id', p.id, 'dueOn', p.due_on, 'number', d.number,
      'paths', (SELECT json_agg(t.path ORDER BY t.place) FROM statement t WHERE t.obligation_id = p.id)))
    FROM obligation_parent op JOIN obligation p ON p.id = op.parent_id JOIN document d ON d.id = p.document_id WHERE op.obligation_id = o.id) AS parents
FROM obligation o LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.document_id = 'document:kh-nam-trung-2022'
ORDER BY o.place
LIMIT 50
