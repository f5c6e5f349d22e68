WITH RECURSIVE subtree(id) AS (
  SELECT 'agency:tinh-dak-nong' UNION SELECT p.agency_id FROM agency_parent p JOIN subtree s ON s.id = p.parent_id
    WHERE coalesce(p.valid_from, '-infinity') <= date '2025-06-30' AND coalesce(p.valid_until, 'infinity') > date '2025-06-30'),
duty AS (SELECT DISTINCT t.obligation_id, t.bearer_id, t.due_on, t.completed_on, o.level, o.awaits_trigger
  FROM duty_term t JOIN obligation o ON o.id = t.obligation_id
  WHERE t.bearer_id IN (SELECT id FROM subtree) AND t.valid_from <= date '2025-06-30' AND t.valid_until > date '2025-06-30')
SELECT (SELECT a.name FROM agency a WHERE a.id = 'agency:tinh-dak-nong') AS name,
  (SELECT count(DISTINCT obligation_id)::int FROM duty WHERE bearer_id = 'agency:tinh-dak-nong') AS direct,
  (SELECT count(DISTINCT obligation_id)::int FROM duty) AS within,
  (SELECT json_agg(json_build_object('name', a.name, 'level', a.level, 'owes', (SELECT count(*) FROM duty WHERE duty.bearer_id = a.id)) ORDER BY a.name)
    FROM agency a JOIN agency_parent p ON p.agency_id = a.id WHERE p.parent_id = 'agency:tinh-dak-nong' AND coalesce(p.valid_from, '-infinity') <= date '2025-06-30' AND coalesce(p.valid_until, 'infinity') > date '2025-06-30'
    AND coalesce(a.exists_from, '-infinity') <= date '2025-06-30' AND coalesce(a.exists_until, 'infinity') > date '2025-06-30') AS children,
  (SELECT json_agg(x) FROM (SELECT t.bearer_id, coalesce(a.name, '(không có)') AS name, count(*) AS total,
      count(*) FILTER (WHERE t.completed_on IS NULL AND t.due_on < date '2025-06-30') AS overdue
    FROM duty_term t LEFT JOIN agency a ON a.id = t.bearer_id WHERE t.obligation_id IN (SELECT obligation_id FROM duty)
      AND t.valid_from <= date '2025-06-30' AND t.valid_until > date '2025-06-30' GROUP BY t.bearer_id, a.name) x) AS by_bearer,
  (SELECT json_agg(x) FROM (SELECT level, CASE WHEN due_on = 'infinity' THEN CASE WHEN completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END WHEN completed_on > due_on THEN 'COMPLETED_LATE'
      WHEN completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME' WHEN due_on < date '2025-06-30' THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing,
      count(DISTINCT obligation_id) AS total FROM duty GROUP BY 1, 2) x) AS by_standing
