SELECT o.title, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, CASE WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL THEN CASE WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
    WHEN s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) THEN 'COMPLETED_LATE' WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
    WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing, current_date - coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS days_late,
  (SELECT json_agg(c.connection_id ORDER BY c.position) FROM obligation_connection c WHERE c.obligation_id = o.id AND NOT c.implied) AS connections,
  (SELECT json_agg(json_build_object('role', c.role, 'agency', w.name, 'origin', g.name) ORDER BY c.role DESC, c.position, r.position)
    FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= date '2022-03-31' AND coalesce(r.valid_until, 'infinity') > date '2022-03-31'
    LEFT JOIN agency w ON w.id = r.bearer_id JOIN agency g ON g.id = r.origin_id WHERE c.obligation_id = o.id AND c.role IN ('LEAD', 'COORDINATING')) AS then,
  (SELECT json_agg(json_build_object('role', c.role, 'agency', w.name, 'origin', g.name, 'scope', (SELECT json_agg(d.name) FROM database d WHERE d.id = ANY(r.scope_ids)), 'via', (SELECT json_agg(json_build_object('from', v.effective_from, 'kind', v.kind, 'confidence', v.confidence, 'basis', v.legal_basis, 'fromName', x.name,
      'toName', y.name, 'number', d.number) ORDER BY v.effective_from) FROM succession v LEFT JOIN agency x ON x.id = v.from_id
      LEFT JOIN agency y ON y.id = v.to_id LEFT JOIN document d ON d.id = v.legal_basis ->> 'documentId' WHERE v.id = ANY(r.via_ids))) ORDER BY c.role DESC, c.position, r.position)
    FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= current_date AND coalesce(r.valid_until, 'infinity') > current_date
    LEFT JOIN agency w ON w.id = r.bearer_id JOIN agency g ON g.id = r.origin_id WHERE c.obligation_id = o.id AND c.role IN ('LEAD', 'COORDINATING')) AS now
FROM obligation o LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.id = 'obligation:qd-06-qd-ttg-2022/III.5.b.3'
