-- What may stand in a cell of a form: names of lines, headers of columns and titles, as texts are compared.
select name from {{ ref('int_wording') }}
union
select {{ compact('alias') }} from {{ ref('column_headers') }}
union
select {{ compact('alias') }} from {{ ref('spanning_headers') }}
union
select prefix || {{ compact('alias') }} from {{ ref('titles') }}
cross join (select unnest(['', '部门', '单位']) as prefix)
