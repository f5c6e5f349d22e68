SELECT count(*) OVER () AS total, o.id, o.title,
  (SELECT json_agg(json_build_object('role', c.role, 'agency', w.id, 'origin', g.name, 'originId', g.id, 'until', g.exists_until, 'explanation', r.explanation, 'candidates', (SELECT json_agg(k.name) FROM agency k WHERE k.id = ANY(r.candidate_ids))) ORDER BY c.role DESC, c.position, r.position)
    FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id AND coalesce(r.valid_from, '-infinity') <= current_date AND coalesce(r.valid_until, 'infinity') > current_date
    LEFT JOIN agency w ON w.id = r.bearer_id JOIN agency g ON g.id = r.origin_id WHERE c.obligation_id = o.id AND c.role IN ('LEAD', 'COORDINATING')) AS bearers
FROM obligation o
WHERE EXISTS (SELECT 1 FROM obligation_agency x WHERE x.obligation_id = o.id AND x.role = 'LEAD' AND x.agency_id IN
  ('agency:cong-an-huyen-nam-sach', 'agency:uy-ban-nhan-dan-cac-huyen-thanh-pho-thuoc-tinh-dak-nong'))
ORDER BY o.place
LIMIT 50
