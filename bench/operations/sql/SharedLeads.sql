SELECT count(*) OVER () AS total, s.path, s.title, s.joint_lead,
  (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD') AS leads
FROM statement s
WHERE s.document_id = 'document:qd-06-qd-ttg-2022' AND (s.path = 'PL2.V' OR s.path LIKE 'PL2.V.%') AND s.kind = 'CONNECTION'
ORDER BY s.place
LIMIT 50
