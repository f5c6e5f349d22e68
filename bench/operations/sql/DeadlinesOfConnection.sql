SELECT o.id, d.number, d.issued_on, a.name AS one, b.name AS other,
  (SELECT w.name FROM database_owner ow JOIN agency w ON w.id = ow.agency_id WHERE ow.database_id = a.id
    AND coalesce(ow.valid_from, '-infinity') <= current_date AND coalesce(ow.valid_until, 'infinity') > current_date) AS owner_of_one,
  (SELECT w.name FROM database_owner ow JOIN agency w ON w.id = ow.agency_id WHERE ow.database_id = b.id
    AND coalesce(ow.valid_from, '-infinity') <= current_date AND coalesce(ow.valid_until, 'infinity') > current_date) AS owner_of_other,
  min(o.due_on) OVER () AS earliest,
  (SELECT json_agg(json_build_object('path', s.path, 'deadline', s.deadline, 'leads', (SELECT json_agg(a.name ORDER BY l.position) FROM statement_agency l JOIN agency a ON a.id = l.agency_id
    WHERE l.statement_id = s.id AND l.role = 'LEAD')) ORDER BY s.place)
    FROM statement s WHERE s.obligation_id = o.id) AS statements
FROM data_connection c JOIN database a ON a.id = c.end_a JOIN database b ON b.id = c.end_b
JOIN obligation_connection oc ON oc.connection_id = c.id AND NOT oc.implied JOIN obligation o ON o.id = oc.obligation_id JOIN document d ON d.id = o.document_id
WHERE c.id = 'connection:csdl-ho-tich~csdlqg-dan-cu'
ORDER BY o.due_on, o.id
LIMIT 50
