SELECT o.title,
  (SELECT json_agg(json_build_object('role', c.role, 'agency', w.name, 'origin', g.name, 'scope', (SELECT json_agg(d.name) FROM database d WHERE d.id = ANY(r.scope_ids)), 'explanation', r.explanation) ORDER BY c.role DESC, c.position, r.position)
    FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= date '2025-02-28' AND coalesce(r.valid_until, 'infinity') > date '2025-02-28'
    LEFT JOIN agency w ON w.id = r.bearer_id JOIN agency g ON g.id = r.origin_id WHERE c.obligation_id = o.id AND c.role IN ('LEAD', 'COORDINATING')) AS eve,
  (SELECT json_agg(json_build_object('role', c.role, 'agency', w.name, 'origin', g.name, 'scope', (SELECT json_agg(d.name) FROM database d WHERE d.id = ANY(r.scope_ids)), 'explanation', r.explanation) ORDER BY c.role DESC, c.position, r.position)
    FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= date '2025-03-01' AND coalesce(r.valid_until, 'infinity') > date '2025-03-01'
    LEFT JOIN agency w ON w.id = r.bearer_id JOIN agency g ON g.id = r.origin_id WHERE c.obligation_id = o.id AND c.role IN ('LEAD', 'COORDINATING')) AS day
FROM obligation o
WHERE o.id = 'obligation:qd-06-qd-ttg-2022/III.5.b.3'
