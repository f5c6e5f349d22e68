SELECT o.title, o.deadline, coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) AS due_on, CASE WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) IS NULL THEN CASE WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_UNDATED'
      WHEN o.awaits_trigger THEN 'AWAITING_TRIGGER' ELSE 'OPEN_UNDATED' END
    WHEN s.completed_on > coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) THEN 'COMPLETED_LATE' WHEN s.completed_on IS NOT NULL THEN 'COMPLETED_ON_TIME'
    WHEN coalesce(s.due_on, o.due_on, CASE WHEN o.trigger_on <= current_date THEN o.trigger_on END) < current_date THEN 'OPEN_OVERDUE' ELSE 'OPEN_IN_TERM' END AS standing, coalesce(s.reported, 'NOT_STARTED') AS reported, coalesce(s.verified, 'NOT_STARTED') AS verified,
  (SELECT json_agg(json_build_object('number', e.number, 'kind', e.kind, 'on', e.effective_on, 'at', e.recorded_at, 'by', a.name, 'status', e.status,
      'percent', e.percent, 'newDueOn', e.new_due_on, 'basis', e.legal_basis, 'note', e.note, 'evidence', e.evidence, 'hash', e.hash) ORDER BY e.number)
    FROM event e JOIN agency a ON a.id = e.by_id WHERE e.obligation_id = o.id) AS history
FROM obligation o LEFT JOIN duty_state s ON s.obligation_id = o.id AND s.valid_from <= current_date AND s.valid_until > current_date
WHERE o.id = 'obligation:qd-06-qd-ttg-2022/III.5.b.4'
