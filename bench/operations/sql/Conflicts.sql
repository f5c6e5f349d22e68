SELECT count(*) OVER () AS total, c.id, c.kind, c.severity, c.explanation,
  (SELECT json_agg(cc.connection_id ORDER BY cc.position) FROM conflict_connection cc WHERE cc.conflict_id = c.id) AS connections,
  (SELECT json_agg(json_build_object('id', s.id, 'path', s.path, 'title', s.title, 'deadline', s.deadline, 'leads', (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD')) ORDER BY cs.position)
    FROM conflict_statement cs JOIN statement s ON s.id = cs.statement_id WHERE cs.conflict_id = c.id) AS statements
FROM conflict c

ORDER BY c.place
LIMIT 50
