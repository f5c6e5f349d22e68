SELECT l.id, l.valid_from, l.valid_until, l.size, l.note, d.number, d.title,
  (SELECT json_agg(json_build_object('id', b.id, 'name', b.name)) FROM national_list_member m JOIN database b ON b.id = m.database_id WHERE m.list_id = l.id) AS databases,
  (SELECT json_agg(json_build_object('name', b.name, 'in', (SELECT json_agg(n.number) FROM document n WHERE n.id = ANY (b.called_national_in)))) FROM database b
    WHERE cardinality(b.called_national_in) > 0
    AND NOT EXISTS (SELECT FROM national_list_member m WHERE m.list_id = l.id AND m.database_id = b.id)) AS called_only
FROM national_list l LEFT JOIN document d ON d.id = l.document_id
WHERE l.valid_from <= '2026-01-01' AND coalesce(l.valid_until, 'infinity') > '2026-01-01'
