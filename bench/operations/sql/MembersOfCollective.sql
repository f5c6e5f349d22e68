SELECT (SELECT c.name FROM agency c WHERE c.id = m.collective_id) AS collective, a.id, a.name, a.kind, m.valid_from, m.valid_until
FROM agency_member m JOIN agency a ON a.id = m.member_id
WHERE m.collective_id = 'agency:cac-bo-nganh-dia-phuong'
  AND (coalesce(m.valid_from, '-infinity') <= '2022-01-06' OR coalesce(m.valid_until, 'infinity') > current_date)
ORDER BY a.name
LIMIT 200
