with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

declared_splits as (
    select * from {{ ref('assay_features__declared_splits') }}
),

windows as (
    select * from {{ ref('assay_features__split_windows') }}
),

drawn as (
    select
        decisions.use_case,
        decisions.entity_id,
        decisions.cluster_id,
        decisions.label,
        decisions.decided_at,
        decisions.label_known_at,
        use_cases.split_method,
        use_cases.embargo_days,
        use_cases.valid_rate,
        use_cases.test_rate,
        use_cases.fold_method,
        use_cases.fold_count,
        windows.valid_from,
        windows.test_from,
        coalesce(
            decisions.label is not null
            and decisions.decided_at <= coalesce(use_cases.split_as_of, decisions.decided_at)
            and decisions.label_known_at
            <= coalesce(use_cases.split_as_of, decisions.label_known_at),
            false
        ) as is_labelled,
        {{ assay.uniform('decisions.cluster_id', 'split') }} as draw,
        {{ assay.uniform('decisions.cluster_id', 'fold') }} as cluster_draw,
        {{ assay.uniform(
            "concat_ws('|', decisions.entity_id, cast(decisions.decided_at as string))", 'fold of a row'
        ) }} as row_draw
    from decisions
    inner join use_cases
        on decisions.use_case = use_cases.use_case
    left join windows
        on decisions.use_case = windows.use_case
),

assigned as (
    select
        drawn.*,
        case
            when not drawn.is_labelled then 'live'
            when drawn.split_method = 'random' and drawn.draw < drawn.test_rate then 'test'
            when
                drawn.split_method = 'random'
                and drawn.draw < drawn.test_rate + drawn.valid_rate
                then 'valid'
            when drawn.split_method = 'random' then 'train'
            when
                drawn.split_method = 'column'
                and declared_splits.declared_split in ('train', 'valid', 'test')
                then declared_splits.declared_split
            when drawn.split_method = 'column' then 'embargo'
            when drawn.decided_at >= drawn.test_from then 'test'
            when
                drawn.decided_at >= drawn.valid_from
                and drawn.label_known_at <= drawn.test_from
                and {{ dbt.dateadd('day', 'drawn.embargo_days', 'drawn.decided_at') }}
                <= drawn.test_from
                then 'valid'
            when
                drawn.decided_at < drawn.valid_from
                and drawn.label_known_at <= drawn.valid_from
                and {{ dbt.dateadd('day', 'drawn.embargo_days', 'drawn.decided_at') }}
                <= drawn.valid_from
                then 'train'
            else 'embargo'
        end as split
    from drawn
    left join declared_splits
        on
            drawn.use_case = declared_splits.use_case
            and drawn.entity_id = declared_splits.entity_id
            and drawn.decided_at = declared_splits.decided_at
),

-- Every fold gets its share of every label when the rows of a label take turns.
placed as (
    select
        *,
        row_number() over (
            partition by use_case, split, label order by row_draw, entity_id, decided_at
        ) as place_in_label
    from assigned
),

-- The number of a decision in key order: rows are stored in it, and arrays of scores are grouped
-- by it.
folded as (
    select
        use_case,
        entity_id,
        cluster_id,
        split,
        row_number() over (order by use_case, entity_id, decided_at) as example_number,
        cast(
            case
                when split != 'train' then null
                when fold_method = 'cluster' then 1 + floor(fold_count * cluster_draw)
                when fold_method = 'random' then 1 + floor(fold_count * row_draw)
                when fold_method = 'stratified' then 1 + (place_in_label - 1) % fold_count
            end as integer
        ) as fold,
        label,
        cast(1 as double) as weight,
        decided_at
    from placed
)

select * from folded
