SELECT o.title, d.title AS document, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, CASE WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL THEN CASE WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
    WHEN s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) THEN 'COMPLETED_LATE' WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
    WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing,
  (SELECT f.state FROM document_force f WHERE f.document_id = d.id AND coalesce(f.valid_from, '-infinity') <= current_date
    AND coalesce(f.valid_until, 'infinity') > current_date LIMIT 1) AS force,
  (SELECT json_agg(json_build_object('path', t.path, 'label', t.label, 'lines', t.lines) ORDER BY t.place) FROM statement t WHERE t.obligation_id = o.id) AS statements,
  (SELECT json_agg(json_build_object('name', a.name, 'level', a.level) ORDER BY l.position) FROM obligation_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.obligation_id = o.id AND l.role = 'LEAD') AS leads,
  (SELECT json_agg(json_build_object('id', c.connection_id, 'one', a.name, 'other', b.name,
      'owners', json_build_array((SELECT w.name FROM database_owner ow JOIN agency w ON w.id = ow.agency_id WHERE ow.database_id = a.id
    AND coalesce(ow.valid_from, '-infinity') <= current_date AND coalesce(ow.valid_until, 'infinity') > current_date), (SELECT w.name FROM database_owner ow JOIN agency w ON w.id = ow.agency_id WHERE ow.database_id = b.id
    AND coalesce(ow.valid_from, '-infinity') <= current_date AND coalesce(ow.valid_until, 'infinity') > current_date)),
      'blocks', (SELECT json_agg(p.name) FROM service_requirement r JOIN public_service p ON p.id = r.service_id WHERE r.connection_id = c.connection_id)))
    FROM obligation_connection c JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b WHERE c.obligation_id = o.id AND NOT c.implied) AS connections,
  (SELECT json_agg(json_build_object('id', k.id, 'dueOn', k.due_on, 'leads', (SELECT json_agg(a.name) FROM obligation_agency l JOIN agency a ON a.id = l.agency_id
      WHERE l.obligation_id = k.id AND l.role = 'LEAD'))) FROM obligation_parent op JOIN obligation k ON k.id = op.obligation_id WHERE op.parent_id = o.id) AS children
FROM obligation o JOIN document d ON d.id = o.document_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.id = 'obligation:qd-06-qd-ttg-2022/III.5.b.4'
