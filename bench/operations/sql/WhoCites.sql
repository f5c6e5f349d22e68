SELECT d.title, d.held,
  (SELECT json_agg(json_build_object('asWritten', c.as_written, 'first', c.line_first, 'last', c.line_last, 'id', b.id, 'number', b.number, 'title', b.title))
    FROM document_citation c JOIN document b ON b.id = c.document_id WHERE c.target_id = d.id) AS cited_by
FROM document d
WHERE d.number = '1911/QĐ-TTg'
