SELECT d.name, d.aliases, d.note,
  (SELECT w.name FROM database_owner ow JOIN agency w ON w.id = ow.agency_id WHERE ow.database_id = d.id
    AND coalesce(ow.valid_from, '-infinity') <= date '2022-01-06' AND coalesce(ow.valid_until, 'infinity') > date '2022-01-06') AS then,
  (SELECT w.name FROM database_owner ow JOIN agency w ON w.id = ow.agency_id WHERE ow.database_id = d.id
    AND coalesce(ow.valid_from, '-infinity') <= current_date AND coalesce(ow.valid_until, 'infinity') > current_date) AS now
FROM database d
WHERE d.id = 'database:csdl-thue'
