-- Where rows of manifests say different things of one document.
{{ config(schema='intermediate') }}
with told as (
    select
        d.document_id,
        d.source_path,
        m.manifest_path,
        m.line_number,
        c.cell.name as column_name,
        c.cell.said
    from {{ ref('raw_manifest') }} as m
    inner join {{ ref('raw_document') }} as d on m.source_path = d.source_path
    cross join
        unnest([
            {'name': 'bureau', 'said': m.bureau},
            {'name': 'fiscal_year', 'said': cast(m.fiscal_year as varchar)},
            {'name': 'stage', 'said': m.stage},
            {'name': 'scope', 'said': m.scope},
            {'name': 'source_url', 'said': m.source_url},
            {'name': 'published_on', 'said': cast(m.published_on as varchar)}
        ]) as c (cell)
    where m.problem is null and d.document_id != '' and c.cell.said is not null
)

select
    document_id,
    min(told.source_path) as source_path,
    'Manifests say different things of its ' || column_name || ': '
    || string_agg(
        said || ' (' || manifest_path || ', line ' || line_number || ')', ', '
        order by told.source_path, manifest_path, line_number
    )
    || case
        when column_name in ('source_url', 'published_on') then '. The first counts: leave one.'
        else '. None of them counts: leave one.'
    end as problem
from told
group by
    document_id, column_name,
    -- Copies are published in several places, but are of one bureau, year, stage and scope.
    case when column_name in ('source_url', 'published_on') then told.source_path end
having count(distinct said) > 1
