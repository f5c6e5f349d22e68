SELECT count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= date '2026-04-29' AND coalesce(k.valid_until, 'infinity') > date '2026-04-29')
    AND coalesce(a.exists_from, '-infinity') <= date '2026-04-29' AND coalesce(a.exists_until, 'infinity') > date '2026-04-29') AS d1,
  count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= date '2026-04-30' AND coalesce(k.valid_until, 'infinity') > date '2026-04-30')
    AND coalesce(a.exists_from, '-infinity') <= date '2026-04-30' AND coalesce(a.exists_until, 'infinity') > date '2026-04-30') AS d2,
  count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= date '2026-08-31' AND coalesce(k.valid_until, 'infinity') > date '2026-08-31')
    AND coalesce(a.exists_from, '-infinity') <= date '2026-08-31' AND coalesce(a.exists_until, 'infinity') > date '2026-08-31') AS d3,
  count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= date '2026-09-01' AND coalesce(k.valid_until, 'infinity') > date '2026-09-01')
    AND coalesce(a.exists_from, '-infinity') <= date '2026-09-01' AND coalesce(a.exists_until, 'infinity') > date '2026-09-01') AS d4,
  count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= date '2026-09-19' AND coalesce(k.valid_until, 'infinity') > date '2026-09-19')
    AND coalesce(a.exists_from, '-infinity') <= date '2026-09-19' AND coalesce(a.exists_until, 'infinity') > date '2026-09-19') AS d5,
  count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= date '2026-09-20' AND coalesce(k.valid_until, 'infinity') > date '2026-09-20')
    AND coalesce(a.exists_from, '-infinity') <= date '2026-09-20' AND coalesce(a.exists_until, 'infinity') > date '2026-09-20') AS d6,
  count(*) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= current_date AND coalesce(k.valid_until, 'infinity') > current_date)
    AND coalesce(a.exists_from, '-infinity') <= current_date AND coalesce(a.exists_until, 'infinity') > current_date) AS now,
  json_agg(a.name ORDER BY a.name) FILTER (WHERE exists(SELECT FROM agency_kind k WHERE k.agency_id = a.id AND k.kind = 'CENTRAL_CITY'
    AND coalesce(k.valid_from, '-infinity') <= current_date AND coalesce(k.valid_until, 'infinity') > current_date)
    AND coalesce(a.exists_from, '-infinity') <= current_date AND coalesce(a.exists_until, 'infinity') > current_date) AS names
FROM agency a
