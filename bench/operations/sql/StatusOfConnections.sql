WITH known AS (SELECT c.id, c.end_a, c.end_b, coalesce((SELECT max(g.rank) FROM pub_connection_progress g WHERE g.connection_id = c.id AND coalesce(g.valid_from, '-infinity') <= current_date AND coalesce(g.valid_until, 'infinity') > current_date), 0) AS rank FROM data_connection c
  WHERE 'database:csdlqg-dan-cu' IN (c.end_a, c.end_b) AND (EXISTS (SELECT 1 FROM pub_connection_demand p WHERE p.connection_id = c.id AND coalesce(p.demanded_from, '-infinity') <= current_date)
  OR NOT EXISTS (SELECT 1 FROM pub_connection_demand p WHERE p.connection_id = c.id)))
SELECT (SELECT count(*)::int FROM known WHERE rank > 0) AS begun, (SELECT count(*)::int FROM known WHERE rank = 0) AS not_begun,
  (SELECT json_agg(json_build_object('id', c.id, 'rank', c.rank, 'ends', json_build_array(a.name, b.name), 'earliest', (SELECT min(coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END)) FROM obligation_connection oc JOIN obligation o ON o.id = oc.obligation_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
    WHERE oc.connection_id = c.id AND NOT oc.implied), 'blocks',
      (SELECT json_agg(q.name) FROM service_requirement r JOIN public_service q ON q.id = r.service_id WHERE r.connection_id = c.id)) ORDER BY c.id)
    FROM known c JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b WHERE c.rank > 0) AS nodes
