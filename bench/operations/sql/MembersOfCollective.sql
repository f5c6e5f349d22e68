SELECT c.name,
  (SELECT json_agg(x) FROM (SELECT count(*) OVER () AS total, a.name, a.kind FROM agency_member m JOIN agency a ON a.id = m.member_id
    WHERE m.collective_id = c.id AND coalesce(m.valid_from, '-infinity') <= '2022-01-06' AND coalesce(m.valid_until, 'infinity') > '2022-01-06'
    ORDER BY a.name COLLATE "vi-x-icu", a.id LIMIT 50) x) AS then,
  (SELECT json_agg(x) FROM (SELECT count(*) OVER () AS total, a.name, a.kind FROM agency_member m JOIN agency a ON a.id = m.member_id
    WHERE m.collective_id = c.id AND coalesce(m.valid_from, '-infinity') <= current_date AND coalesce(m.valid_until, 'infinity') > current_date
    ORDER BY a.name COLLATE "vi-x-icu", a.id LIMIT 50) x) AS now
FROM agency c
WHERE c.id = 'agency:cac-bo-nganh-dia-phuong'
