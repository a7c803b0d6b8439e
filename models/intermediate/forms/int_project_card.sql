-- Forms that apply for one project each (项目申报表), in lines of words: which project it is.
with words as (
    select
        r.form_id,
        string_agg(r.compact_text, '' order by r.position) as text
    from {{ ref('int_form_row') }} as r
    where r.statement = 'projects' and r.layout = 'text' and r.row_kind in ('header', 'data')
    group by r.form_id
)

select
    form_id,
    nullif(regexp_extract(text, '项目(?:代码|编码|编号):?([A-Za-z0-9-]{6,})', 1), '') as project_code,
    nullif(regexp_extract(text, '项目名称:?(.{2,60}?)(?:项目(?:代码|编码|编号|总预算|当年预算)|$)', 1), '') as project_name
from words
