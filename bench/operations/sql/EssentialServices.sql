SELECT count(*) OVER () AS total, p.name, p.online_level,
  (SELECT json_agg(a.name ORDER BY l.position) FROM service_agency l JOIN agency a ON a.id = l.agency_id WHERE l.service_id = p.id) AS leads,
  o.due_on,
  (SELECT json_agg(a.name ORDER BY l.position) FROM obligation_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.obligation_id = o.id AND l.role = 'COORDINATING') AS coordinating,
  (SELECT json_agg(r.connection_id ORDER BY r.position) FROM service_requirement r WHERE r.service_id = p.id) AS requires
FROM public_service p LEFT JOIN obligation o ON o.id = p.obligation_id
ORDER BY p.place
LIMIT 50
