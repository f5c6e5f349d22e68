SELECT a.id, a.name, c.valid_from, c.valid_until
FROM agency_code c JOIN agency a ON a.id = c.agency_id
WHERE c.scheme = 'GSO' AND c.value = '52'
