-- The function or economic code of each coded line. A code that was cut short (an odd length) is
-- restored if exactly one code begins with what is left of it and has the line's name: among the
-- document's other forms first, else in the classification; if both know one, they must agree.
with coded as (
    select
        l.row_id,
        l.lane,
        l.document_id,
        l.form_id,
        l.compact_name,
        l.code_text,
        case when starts_with(l.code_text, '2') then 'function' when starts_with(l.code_text, '3') then 'economic' end
            as classification,
        length(l.code_text) in (3, 5) or (length(l.code_text) = 7 and starts_with(l.code_text, '2')) as is_whole
    from {{ ref('int_line') }} as l
    where l.code_text is not null
),

classification_codes as (
    select
        'function' as classification,
        function_code as code,
        {{ compact('name') }} as compact_name
    from {{ ref('function_codes') }}
    union
    select
        'economic',
        economic_code,
        {{ compact('name') }}
    from {{ ref('economic_codes') }}
),

damaged as (
    select * from coded
    where not is_whole and classification is not null and length(compact_name) >= 2
),

from_document as (
    select
        d.row_id,
        d.lane,
        min(c.code_text) as code,
        count(distinct c.code_text) as candidates
    from damaged as d
    inner join coded as c
        on
            d.document_id = c.document_id
            and d.form_id != c.form_id
            and c.is_whole
            and d.classification = c.classification
            and length(c.code_text) = length(d.code_text) + 1
            and starts_with(c.code_text, d.code_text)
            and c.compact_name = d.compact_name
    group by all
),

from_classification as (
    select
        d.row_id,
        d.lane,
        min(c.code) as code,
        count(distinct c.code) as candidates
    from damaged as d
    inner join classification_codes as c
        on
            d.classification = c.classification
            and length(c.code) = length(d.code_text) + 1
            and starts_with(c.code, d.code_text)
            and (
                c.compact_name = d.compact_name
                or (length(d.compact_name) >= 4 and starts_with(c.compact_name, d.compact_name))
            )
    group by all
),

repaired as (
    select
        d.row_id,
        d.lane,
        case
            when f.candidates = 1 and (c.code is null or c.code = f.code) then f.code
            when f.code is null and c.candidates = 1 then c.code
        end as code,
        case
            when f.candidates = 1 then '本文件其他表 (another form of the document)'
            else '科目分类 (the classification)'
        end as evidence
    from damaged as d
    left join from_document as f on d.row_id = f.row_id and d.lane = f.lane
    left join from_classification as c on d.row_id = c.row_id and d.lane = c.lane
)

select
    c.row_id,
    c.lane,
    c.classification,
    case when c.is_whole then c.code_text else r.code end as code,
    case
        when not c.is_whole and r.code is not null
            then
                'code ' || c.code_text || ' restored to ' || r.code || ': the only code that begins so and is named '
                || c.compact_name || ' in ' || r.evidence
    end as repair_note
from coded as c
left join repaired as r on c.row_id = r.row_id and c.lane = r.lane
