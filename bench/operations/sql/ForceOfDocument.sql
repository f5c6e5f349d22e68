SELECT d.title, d.issued_on,
  (SELECT json_agg(json_build_object('state', f.state, 'from', f.valid_from, 'until', f.valid_until, 'by', b.number, 'confidence', f.confidence) ORDER BY f.position)
    FROM document_force f LEFT JOIN document b ON b.id = f.by_id WHERE f.document_id = d.id) AS history
FROM document d
WHERE d.number = '47/2020/NĐ-CP'
