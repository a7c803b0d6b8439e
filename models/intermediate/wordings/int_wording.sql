-- What the lines of a form may be called, as texts are compared: names of items and of classes by side, names
-- of codes, and headings that stand between lines.
with named as (
    select
        case side when 'any' then 'total' else 'item' end as kind,
        statement,
        alias as name,
        case when side != 'any' then side end as side,
        null as code
    from {{ ref('item_names') }}
    union
    select
        'item',
        '*',
        alias,
        'expenditure',
        null
    from {{ ref('function_class_names') }}
    union
    select
        'item',
        '*',
        name,
        'expenditure',
        null
    from {{ ref('function_codes') }}
    where length(function_code) = 3
    union
    select
        'code',
        '*',
        name,
        null,
        function_code
    from {{ ref('function_codes') }}
    union
    select
        'code',
        '*',
        alias,
        null,
        function_code
    from {{ ref('function_class_names') }}
    union
    select
        'code',
        '*',
        name,
        null,
        economic_code
    from {{ ref('economic_codes') }}
    union
    select
        'government_code',
        '*',
        name,
        null,
        economic_code
    from {{ ref('government_economic_codes') }}
    union
    select
        case when measure is null or measure = 'spending_item' then 'label' else 'total' end,
        'projects',
        alias,
        null,
        null
    from {{ ref('project_items') }}
    union
    select
        'label',
        statement,
        alias,
        null,
        null
    from {{ ref('column_headers') }}
    where role in ('key', 'project_name', 'project_code') and length(alias) >= 4
)

select distinct
    kind,
    statement,
    {{ compact('name') }} as name,
    side,
    code
from named
