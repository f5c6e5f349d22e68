SELECT count(*) OVER () AS total, o.id, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, d.title, d.number, coalesce((SELECT f.state FROM document_force f WHERE f.document_id = d.id AND NOT f.dissent AND coalesce(f.valid_from, '-infinity') <= current_date AND coalesce(f.valid_until, 'infinity') > current_date
    ORDER BY f.position DESC LIMIT 1), 'UNKNOWN') AS force,
  (SELECT json_agg(json_build_object('label', t.label, 'lines', t.lines) ORDER BY t.place) FROM statement t WHERE t.obligation_id = o.id) AS statements,
  (SELECT json_agg(json_build_object('role', c.role, 'agency', w.name, 'origin', g.name, 'agencyId', w.id, 'until', g.exists_until, 'scope', r.scope_ids, 'disputed', r.disputed, 'explanation', r.explanation, 'via', (SELECT json_agg(json_build_object('from', v.effective_from, 'kind', v.kind, 'confidence', v.confidence, 'basis', v.legal_basis, 'fromName', x.name,
      'toName', y.name, 'number', d.number, 'force',
      coalesce((SELECT f.state FROM document_force f WHERE f.document_id = d.id AND NOT f.dissent AND coalesce(f.valid_from, '-infinity') <= current_date
        AND coalesce(f.valid_until, 'infinity') > current_date ORDER BY f.position DESC LIMIT 1), 'UNKNOWN')) ORDER BY v.effective_from) FROM succession v LEFT JOIN agency x ON x.id = v.from_id
      LEFT JOIN agency y ON y.id = v.to_id LEFT JOIN document d ON d.id = v.legal_basis ->> 'documentId' WHERE v.id = ANY(r.via_ids))) ORDER BY c.role DESC, c.position, r.position)
    FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= current_date AND coalesce(r.valid_until, 'infinity') > current_date
    LEFT JOIN agency w ON w.id = r.bearer_id JOIN agency g ON g.id = r.origin_id WHERE c.obligation_id = o.id AND c.role IN ('LEAD', 'COORDINATING')) AS bearers
FROM obligation o JOIN document d ON d.id = o.document_id LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE EXISTS (SELECT 1 FROM obligation_connection x WHERE x.obligation_id = o.id AND NOT x.implied AND 'database:csdl-dang-kiem' IN (x.end_a, x.end_b))
  AND EXISTS (SELECT 1 FROM duty_case x JOIN responsibility r ON r.case_id = x.case_id
    WHERE x.obligation_id = o.id AND x.role = 'LEAD' AND r.bearer_id = 'agency:bo-xay-dung' AND coalesce(r.valid_from, '-infinity') <= current_date AND coalesce(r.valid_until, 'infinity') > current_date)
ORDER BY coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END), o.place
LIMIT 50
