SELECT count(*) OVER () AS total, c.id, c.kind, c.severity, c.explanation,
  (SELECT json_agg(json_build_array(a.name, b.name) ORDER BY cc.position) FROM conflict_connection cc JOIN data_connection d ON d.id = cc.connection_id
    JOIN database a ON a.id = d.end_a JOIN database b ON b.id = d.end_b WHERE cc.conflict_id = c.id) AS ends,
  (SELECT json_agg(json_build_object('path', s.path, 'title', s.title, 'deadline', s.deadline, 'leads', (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD')) ORDER BY cs.position)
    FROM conflict_statement cs JOIN statement s ON s.id = cs.statement_id WHERE cs.conflict_id = c.id) AS statements
FROM conflict c
WHERE c.kind = 'DUPLICATE_DEADLINE'
ORDER BY c.place
LIMIT 50
