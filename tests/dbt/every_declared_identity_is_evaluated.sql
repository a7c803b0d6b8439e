-- An identity that a document prints all the words for and that still has no result is a check that nobody
-- makes: a misspelt selector looks like this. A warning, since it is no fault of the amounts.
{{ config(severity='warn') }}
with declared as (
    select
        identity_id,
        scope,
        requires,
        excludes,
        unnest(string_split(statements, '|')) as statement
    from {{ ref('identities') }}
    -- Between forms and documents words don't say enough: what one prints the other may have no line for. Nor do they
    -- say what is printed twice.
    where scope not in ('statements', 'documents', 'repeats')
),

printed as (
    select
        document_id,
        statement,
        list_distinct(
            flatten(
                list(
                    [
                        'measure:' || measure,
                        'fund:' || fund,
                        'item:' || item,
                        'economic:' || economic_code,
                        case when function_code is not null then 'function:parent' end,
                        case when economic_code is not null then 'economic:parent' end,
                        case when unit_code is not null then 'unit:parent' end,
                        case
                            when line_level = 'class' and function_code is not null then 'kind:function_class'
                        end,
                        case
                            when line_level in ('class', 'item') and length(economic_code) = 3
                                then 'kind:economic_class'
                        end,
                        case when line_level = 'class' and starts_with(item, 'income_') then 'kind:income' end
                    ]
                )
            )
        ) as words
    from {{ ref('fct_budget_line') }}
    group by all
),

sides as (
    select
        identity_id,
        list(selector) filter (where side = 'left') as left_selectors,
        list(selector) filter (where side = 'right' and selector not like '%:child') as right_selectors
    from {{ ref('identity_terms') }}
    group by identity_id
),

due as (
    select
        d.identity_id,
        count(distinct p.document_id) as documents,
        min(p.document_id) as example_document_id
    from declared as d
    inner join printed as p on d.statement = p.statement
    inner join sides as s on d.identity_id = s.identity_id
    where
        (d.requires is null or list_has_all(p.words, string_split(d.requires, '|')))
        and (d.excludes is null or not list_has_any(p.words, string_split(d.excludes, '|')))
        and list_has_any(p.words, s.left_selectors)
        and (s.right_selectors is null or list_has_any(p.words, s.right_selectors))
    group by d.identity_id
)

select *
from due
anti join {{ ref('dq_identity_result') }} as r on due.identity_id = r.identity_id
