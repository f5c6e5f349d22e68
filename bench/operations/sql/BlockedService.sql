SELECT p.name,
  (SELECT json_agg(json_build_object('id', c.id, 'status', (ARRAY['NOT_STARTED', 'SUSPENDED', 'IN_PROGRESS', 'CLAIMED', 'VERIFIED'])[1 + coalesce((SELECT max(g.rank) FROM pub_connection_progress g WHERE g.connection_id = c.id AND coalesce(g.valid_from, '-infinity') <= current_date AND coalesce(g.valid_until, 'infinity') > current_date), 0)], 'ends', json_build_array(a.name, b.name)) ORDER BY r.position) FROM service_requirement r
    JOIN data_connection c ON c.id = r.connection_id JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b
    WHERE r.service_id = p.id AND EXISTS (SELECT 1 FROM pub_connection_demand e WHERE e.connection_id = c.id AND coalesce(e.demanded_from, '-infinity') <= current_date)
    AND NOT EXISTS (SELECT 1 FROM pub_connection_done g WHERE g.connection_id = c.id AND g.done_on <= current_date AND coalesce(g.valid_from, '-infinity') <= current_date AND coalesce(g.valid_until, 'infinity') > current_date)) AS blocked_by,
  coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on,
  (SELECT json_agg(json_build_object('kind', y.kind, 'implied', y.implied, 'explanation', y.explanation, 'citations', y.citations, 'id', n.id, 'title', n.title,
      'dueOn', coalesce(z.due_on, n.due_on, CASE WHEN n.trigger_on <= current_date THEN n.trigger_on END),
      'paths', (SELECT json_agg(t.path ORDER BY t.place) FROM statement t WHERE t.obligation_id = n.id)) ORDER BY n.place)
    FROM obligation_dependency y JOIN obligation n ON n.id = y.on_id
    LEFT JOIN duty_state z ON z.obligation_id = n.id AND z.valid_from <= current_date AND z.valid_until > current_date WHERE y.obligation_id = o.id) AS dependencies
FROM public_service p LEFT JOIN obligation o ON o.id = p.obligation_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE p.id = 'service:lien-thong-khai-sinh-thuong-tru-the-bao-hiem-y-te'
