-- A misspelt statement, measure or item in a seed matches nothing and says nothing: the wording that it was
-- to teach stays unknown. Every word of one seed that stands for a row of another must be there.
with words as (
    select
        'titles' as seed,
        alias as row_key,
        'statement' as kind,
        statement as word
    from {{ ref('titles') }}
    union all
    select
        'markers' as seed,
        alias as row_key,
        'statement' as kind,
        statement as word
    from {{ ref('markers') }}
    union all
    select
        'column_headers' as seed,
        alias as row_key,
        'statement' as kind,
        nullif(statement, '*') as word
    from {{ ref('column_headers') }}
    union all
    select
        'column_headers' as seed,
        statement || ', ' || alias as row_key,
        'measure' as kind,
        statement || '/' || measure as word
    from {{ ref('column_headers') }}
    where statement != '*'
    union all
    select
        'statement_measures' as seed,
        statement as row_key,
        'statement' as kind,
        statement as word
    from {{ ref('statement_measures') }}
    union all
    select
        'statement_measures' as seed,
        statement as row_key,
        'any measure' as kind,
        measure as word
    from {{ ref('statement_measures') }}
    union all
    select
        'item_names' as seed,
        alias as row_key,
        'item' as kind,
        item as word
    from {{ ref('item_names') }}
    union all
    select
        'item_names' as seed,
        alias as row_key,
        'item' as kind,
        under_item as word
    from {{ ref('item_names') }}
    union all
    select
        'function_class_names' as seed,
        alias as row_key,
        'function' as kind,
        function_code as word
    from {{ ref('function_class_names') }}
    union all
    select
        'identities' as seed,
        identity_id as row_key,
        'statement' as kind,
        unnest(string_split(statements, '|')) as word
    from {{ ref('identities') }}
    union all
    select
        'identities' as seed,
        identity_id as row_key,
        'selector' as kind,
        regexp_replace(unnest(string_split(concat_ws('|', requires, excludes), '|')), '^\w+\.', '') as word
    from {{ ref('identities') }}
    where requires is not null or excludes is not null
    union all
    select
        'identities' as seed,
        identity_id as row_key,
        'statement' as kind,
        nullif(regexp_extract(unnest(string_split(concat_ws('|', requires, excludes), '|')), '^(\w+)\.', 1), '') as word
    from {{ ref('identities') }}
    where requires is not null or excludes is not null
    union all
    select
        'identities' as seed,
        identity_id as row_key,
        'match' as kind,
        unnest(string_split(matched_by, '|')) as word
    from {{ ref('identities') }}
    union all
    select
        'identity_terms' as seed,
        identity_id as row_key,
        'selector' as kind,
        unnest(string_split(selector, '&')) as word
    from {{ ref('identity_terms') }}
    union all
    select
        'identity_terms' as seed,
        identity_id || ', ' || selector as row_key,
        'statement' as kind,
        statement as word
    from {{ ref('identity_terms') }}
    union all
    select
        'identity_terms' as seed,
        selector as row_key,
        'identity' as kind,
        identity_id as word
    from {{ ref('identity_terms') }}
    union all
    select
        'identities' as seed,
        identity_id as row_key,
        'identity with terms' as kind,
        identity_id as word
    from {{ ref('identities') }}
    union all
    select
        'narrative_claims' as seed,
        claim as row_key,
        'statement' as kind,
        split_part(unnest(string_split(concat_ws('|', printed_as, whole), '|')), '.', 1) as word
    from {{ ref('narrative_claims') }}
    union all
    select
        'narrative_claims' as seed,
        claim as row_key,
        'selector' as kind,
        unnest(string_split_regex(regexp_replace(concat_ws('|', printed_as, whole), '(^|\|)\w+\.', '\1', 'g'), '[|&]'))
            as word
    from {{ ref('narrative_claims') }}
),

known as (
    select
        'statement' as kind,
        statement as word
    from {{ ref('statements') }}
    union
    select
        'measure' as kind,
        statement || '/' || measure as word
    from {{ ref('statement_measures') }}
    union
    select
        'any measure' as kind,
        measure as word
    from {{ ref('measures') }}
    union
    select
        'item' as kind,
        item as word
    from {{ ref('items') }}
    union
    select
        'function' as kind,
        function_code as word
    from {{ ref('function_codes') }}
    union
    select
        'identity' as kind,
        identity_id as word
    from {{ ref('identities') }}
    union
    select
        'identity with terms' as kind,
        identity_id as word
    from {{ ref('identity_terms') }}
    union
    select
        'selector' as kind,
        'measure:' || measure as word
    from {{ ref('measures') }}
    union
    select
        'selector' as kind,
        'item:' || item as word
    from {{ ref('items') }}
    union
    select
        'selector' as kind,
        'economic:' || economic_code as word
    from {{ ref('economic_codes') }}
    union
    select
        'selector' as kind,
        unnest(
            [
                'fund:all', 'fund:general_public_budget', 'fund:government_fund', 'fund:state_capital',
                'kind:income', 'kind:function_class', 'kind:economic_class', 'kind:detail', 'code:function',
                'kind:main', 'kind:line', 'kind:card_total', 'kind:unit', 'stage:budget', 'stage:final', 'basis:budget',
                'basis:initial_budget', 'basis:final', 'carried:budget', 'carried:final',
                'function:parent', 'function:child', 'economic:parent', 'economic:child',
                'unit:parent', 'unit:child', 'narrative:claim', 'narrative:printed'
            ]
        ) as word
    union
    select
        'match' as kind,
        unnest(['function', 'line', 'measure', 'fund', 'basis']) as word
)

select
    w.seed,
    w.row_key,
    w.kind,
    w.word
from words as w
anti join known as k on w.kind = k.kind and w.word = k.word
where w.word is not null
