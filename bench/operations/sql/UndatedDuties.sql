SELECT count(*) OVER () AS total, c.id, c.kind, c.severity, c.explanation,
  (SELECT json_agg(json_build_object('path', s.path, 'title', s.title, 'deadline', s.deadline, 'leads', (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD')) ORDER BY cs.position)
    FROM conflict_statement cs JOIN statement s ON s.id = cs.statement_id WHERE cs.conflict_id = c.id) AS statements
FROM conflict c
WHERE c.kind = 'NO_DUE_DATE' AND c.document_id = 'document:qd-06-qd-ttg-2022' AND c.severity IN ('MEDIUM', 'HIGH')
ORDER BY c.place
LIMIT 50
