SELECT p.id, p.name, o.id AS obligation, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on,
  (SELECT json_agg(json_build_object('id', c.id, 'ends', json_build_array(a.name, b.name), 'earliest',
      (SELECT min(coalesce(y.due_on, n.due_on, CASE WHEN n.trigger_on <= current_date THEN n.trigger_on END))
        FROM obligation_connection oc JOIN obligation n ON n.id = oc.obligation_id
        LEFT JOIN duty_state y ON y.obligation_id = n.id AND y.valid_from <= current_date AND y.valid_until > current_date
        WHERE oc.connection_id = c.id AND NOT oc.implied)) ORDER BY r.position)
    FROM service_requirement r JOIN data_connection c ON c.id = r.connection_id JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b
    WHERE r.service_id = p.id AND o.due_on < (SELECT min(n.due_on) FROM pub_connection_demand n
      WHERE n.connection_id = c.id AND n.document_id = o.document_id AND n.obligation_id <> o.id)) AS late_connections
FROM public_service p LEFT JOIN obligation o ON o.id = p.obligation_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE coalesce(p.ordered_from, '-infinity') <= current_date
ORDER BY p.place
LIMIT 50
