SELECT count(*) OVER () AS total, s.path, s.title, s.deadline,
  (SELECT json_agg(json_build_object('id', c.id, 'ends', json_build_array(a.name, b.name)) ORDER BY sc.position) FROM statement_connection sc
    JOIN data_connection c ON c.id = sc.connection_id JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b
    WHERE sc.statement_id = s.id AND NOT sc.implied) AS connections,
  (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD') AS leads
FROM statement s
WHERE s.document_id = 'document:qd-06-qd-ttg-2022' AND (s.path = 'PL2.V' OR s.path LIKE 'PL2.V.%') AND s.due_on BETWEEN '2022-03-01' AND '2022-03-31'
ORDER BY s.place
LIMIT 50
