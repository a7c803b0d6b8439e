with terms as (
    select
        identity_id,
        list(
            case when weight < 0 then '-' else '' end || coalesce(statement || '.', '') || selector
            order by statement, selector
        ) filter (where side = 'left') as left_terms,
        list(
            case when weight < 0 then '-' else '' end || coalesce(statement || '.', '') || selector
            order by statement, selector
        ) filter (where side = 'right') as right_terms
    from {{ ref('identity_terms') }}
    group by identity_id
)

select
    i.identity_id,
    i.family,
    i.scope,
    i.name_zh,
    i.name_en,
    i.relation,
    string_split(i.statements, '|') as statements,
    t.left_terms,
    t.right_terms,
    coalesce(string_split(i.requires, '|'), []) as requires,
    coalesce(string_split(i.excludes, '|'), []) as excludes,
    coalesce(string_split(i.matched_by, '|'), []) as matched_by,
    i.pairing,
    i.source
from {{ ref('identities') }} as i
inner join terms as t on i.identity_id = t.identity_id
