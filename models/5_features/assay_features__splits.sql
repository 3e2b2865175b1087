with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

-- Without a label nothing is waited for.
decisions as (
    select
        use_case,
        entity_id,
        cluster_id,
        label_class,
        label,
        decided_at,
        coalesce(label_known_at, decided_at) as label_known_at
    from {{ ref('assay_inputs__decisions') }}
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
        decisions.label_class,
        decisions.label,
        decisions.decided_at,
        decisions.label_known_at,
        use_cases.split_method,
        use_cases.embargo_days,
        use_cases.valid_rate,
        use_cases.test_rate,
        use_cases.fold_method,
        use_cases.fold_count,
        use_cases.fold_embargo_days,
        windows.valid_from,
        windows.test_from,
        coalesce(
            (decisions.label is not null or use_cases.label_kind = 'none')
            and decisions.decided_at <= coalesce(use_cases.split_as_of, decisions.decided_at)
            and decisions.label_known_at
            <= coalesce(use_cases.split_as_of, decisions.label_known_at),
            false
        ) as is_known,
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
        {{ assay._split_of_decision() }} as split
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
        ) as place_in_label,
        rank() over (partition by use_case, split order by decided_at) as place_in_time,
        count(*) over (partition by use_case, split) as split_rows
    from assigned
),

-- The number of a decision in key order: rows are stored in it, and arrays of scores are grouped
-- by it.
numbered as (
    select
        *,
        row_number() over (order by use_case, entity_id, decided_at) as example_number,
        cast(
            case
                when split != 'train' then null
                when fold_method = 'cluster' then 1 + floor(fold_count * cluster_draw)
                when fold_method = 'random' then 1 + floor(fold_count * row_draw)
                when fold_method = 'stratified' then 1 + (place_in_label - 1) % fold_count
                when fold_method = 'time' then {{ assay._time_fold() }}
            end as integer
        ) as fold,
        greatest(
            label_known_at, {{ dbt.dateadd('day', 'fold_embargo_days', 'decided_at') }}
        ) as learnable_at
    from placed
),

fold_windows as (
    select
        use_case,
        fold,
        lag(min(decided_at)) over (partition by use_case order by fold) as previous_starts_at,
        min(decided_at) as starts_at
    from numbered
    where fold_method = 'time' and fold is not null
    group by use_case, fold
),

-- Between two starts lies what the later fold's model is the first to know.
folded as (
    select
        numbered.use_case,
        numbered.entity_id,
        numbered.cluster_id,
        numbered.split,
        numbered.label_class,
        numbered.example_number,
        numbered.fold,
        case
            when numbered.split = 'train' and numbered.fold_method = 'time'
                then coalesce(fold_windows.fold, numbered.fold_count + 1)
        end as learned_from_fold,
        numbered.label,
        cast(1 as double) as weight,
        numbered.decided_at
    from numbered
    left join fold_windows
        on
            numbered.use_case = fold_windows.use_case
            and numbered.learnable_at <= fold_windows.starts_at
            and numbered.learnable_at
            > coalesce(fold_windows.previous_starts_at, timestamp '0001-01-01 00:00:00')
)

select * from folded
