SELECT count(*) OVER () AS total, s.path, s.title, s.deadline ->> 'dueOn' AS due_on,
  (SELECT count(*) FROM statement a WHERE a.document_id = 'document:qd-06-qd-ttg-2022' AND (a.path = 'PL2' OR a.path LIKE 'PL2.%')) AS of_all,
  (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD') AS leads
FROM statement s
WHERE s.document_id = 'document:qd-06-qd-ttg-2022' AND (s.path = 'PL2' OR s.path LIKE 'PL2.%')
  AND EXISTS (SELECT FROM statement_agency l WHERE l.statement_id = s.id AND l.role = 'LEAD' AND l.agency_id = 'agency:bo-cong-an')
ORDER BY s.place
LIMIT 50
