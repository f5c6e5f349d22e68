SELECT g.id, g.name, o.id AS obligation, d.number, date '2022-03-21' AS due_on, f.filed_on, coalesce(f.filed_on, current_date) - date '2022-03-21' AS days_late,
  CASE WHEN f.filed_on IS NULL THEN 'MISSING' ELSE 'LATE' END AS state
FROM obligation o JOIN document d ON d.id = o.document_id
JOIN LATERAL (SELECT r.bearer_id, min(c.position) AS place, min(r.position) AS part FROM duty_case c JOIN responsibility r ON r.case_id = c.case_id
  WHERE c.obligation_id = o.id AND c.role = 'LEAD' AND r.bearer_id IS NOT NULL AND coalesce(r.valid_from, '-infinity') <= date '2022-03-21' AND coalesce(r.valid_until, 'infinity') > date '2022-03-21' GROUP BY r.bearer_id) b ON true
JOIN agency g ON g.id = b.bearer_id
LEFT JOIN (SELECT obligation_id, by_id, min(effective_on) AS filed_on FROM event WHERE kind = 'MONTHLY_REPORT_FILED' AND period = '2022-03'
  GROUP BY obligation_id, by_id) f ON f.obligation_id = o.id AND f.by_id = g.id
WHERE o.id = 'obligation:qd-06-qd-ttg-2022/IV.3.k' AND (f.filed_on IS NULL OR f.filed_on > date '2022-03-21')
ORDER BY b.place, b.part, g.id
