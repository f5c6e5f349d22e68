SELECT id, label, matched, score FROM (SELECT DISTINCT ON (id) * FROM (SELECT d.id, d.name AS label, term AS matched, CASE WHEN term = 'csdlqg ve dc' THEN 1.0
    WHEN starts_with(term, 'csdlqg ve dc ') THEN 0.9 + 0.09 * length('csdlqg ve dc') / length(term)
    WHEN strpos(' ' || term || ' ', ' csdlqg ve dc ') > 0 THEN 0.8 + 0.09 * length('csdlqg ve dc') / length(term)
    ELSE 0.8 * greatest(similarity(term, 'csdlqg ve dc'), strict_word_similarity('csdlqg ve dc', term) * 0.8) END::float8 AS score
  FROM database d, unnest(string_to_array(d.terms, E'\n')) AS term WHERE term <> '') AS spelling WHERE score >= 0.35 ORDER BY id, score DESC) AS best
ORDER BY score DESC, length(label), id
LIMIT 1;
SELECT id, label, matched, score FROM (SELECT DISTINCT ON (id) * FROM (SELECT d.id, d.name AS label, term AS matched, CASE WHEN term = 'csdl dan cu' THEN 1.0
    WHEN starts_with(term, 'csdl dan cu ') THEN 0.9 + 0.09 * length('csdl dan cu') / length(term)
    WHEN strpos(' ' || term || ' ', ' csdl dan cu ') > 0 THEN 0.8 + 0.09 * length('csdl dan cu') / length(term)
    ELSE 0.8 * greatest(similarity(term, 'csdl dan cu'), 0) END::float8 AS score
  FROM database d, unnest(string_to_array(d.terms, E'\n')) AS term WHERE term <> '') AS spelling WHERE score >= 0.35 ORDER BY id, score DESC) AS best
ORDER BY score DESC, length(label), id
LIMIT 1;
SELECT id, label, matched, score FROM (SELECT DISTINCT ON (id) * FROM (SELECT d.id, d.name AS label, term AS matched, CASE WHEN term = 'co so du lieu quoc gia ve dan cu' THEN 1.0
    WHEN starts_with(term, 'co so du lieu quoc gia ve dan cu ') THEN 0.9 + 0.09 * length('co so du lieu quoc gia ve dan cu') / length(term)
    WHEN strpos(' ' || term || ' ', ' co so du lieu quoc gia ve dan cu ') > 0 THEN 0.8 + 0.09 * length('co so du lieu quoc gia ve dan cu') / length(term)
    ELSE 0.8 * greatest(similarity(term, 'co so du lieu quoc gia ve dan cu'), strict_word_similarity('co so du lieu quoc gia ve dan cu', term) * 0.8) END::float8 AS score
  FROM database d, unnest(string_to_array(d.terms, E'\n')) AS term WHERE term <> '') AS spelling WHERE score >= 0.35 ORDER BY id, score DESC) AS best
ORDER BY score DESC, length(label), id
LIMIT 1;
SELECT id, label, matched, score FROM (SELECT DISTINCT ON (id) * FROM (SELECT d.id, d.name AS label, term AS matched, CASE WHEN term = 'co s dit lieu qudc gia ve dan cu' THEN 1.0
    WHEN starts_with(term, 'co s dit lieu qudc gia ve dan cu ') THEN 0.9 + 0.09 * length('co s dit lieu qudc gia ve dan cu') / length(term)
    WHEN strpos(' ' || term || ' ', ' co s dit lieu qudc gia ve dan cu ') > 0 THEN 0.8 + 0.09 * length('co s dit lieu qudc gia ve dan cu') / length(term)
    ELSE 0.8 * greatest(similarity(term, 'co s dit lieu qudc gia ve dan cu'), strict_word_similarity('co s dit lieu qudc gia ve dan cu', term) * 0.8) END::float8 AS score
  FROM database d, unnest(string_to_array(d.terms, E'\n')) AS term WHERE term <> '') AS spelling WHERE score >= 0.35 ORDER BY id, score DESC) AS best
ORDER BY score DESC, length(label), id
LIMIT 1
