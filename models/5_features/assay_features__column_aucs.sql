with

splits as (
    select
        *,
        {{ assay.uniform('entity_id', 'leak') }} as draw,
        count(*) over (partition by use_case, split) as training_rows
    from {{ ref('assay_features__splits') }}
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

levels as (
    select * from {{ ref('assay_features__levels') }}
),

training_values as (
    {{ assay.select_training_values(['numeric', 'boolean', 'time', 'date'], is_sample=true) }}
),

-- Two orders per column: by value among the rows that have one, and by whether a value is there at
-- all.
number_ranks as (
    select
        use_case,
        ordinal,
        'value' as ordered_by,
        value as position,
        count(*) as row_count,
        count(case when label = 1 then 1 end) as label_count
    from training_values
    where value is not null
    group by use_case, ordinal, value
),

missing_ranks as (
    select
        use_case,
        ordinal,
        'missing' as ordered_by,
        cast(case when value is null then 1 else 0 end as double) as position,
        count(*) as row_count,
        count(case when label = 1 then 1 end) as label_count
    from training_values
    group by use_case, ordinal, case when value is null then 1 else 0 end
),

whole_levels as (
    select
        use_case,
        ordinal,
        level,
        sum(row_count) as row_count,
        cast({{ assay.exact_sum('label_sum') }} as bigint) as label_count
    from levels
    group by use_case, ordinal, level
),

-- A level's own label rate orders it; rare levels share one place, because a level of one row
-- always ranks perfectly.
level_ranks as (
    select
        use_case,
        ordinal,
        'value' as ordered_by,
        case
            when row_count >= {{ var('assay_level_minimum_rows', 10) }}
                then label_count / cast(row_count as double)
            else cast(-1 as double)
        end as position,
        cast(row_count as bigint) as row_count,
        cast(label_count as bigint) as label_count
    from whole_levels
),

ranks as (
    select * from number_ranks
    union all
    select * from missing_ranks
    union all
    select * from level_ranks
),

positions as (
    select
        use_case,
        ordinal,
        ordered_by,
        position,
        sum(label_count) as positives,
        sum(row_count - label_count) as negatives
    from ranks
    group by use_case, ordinal, ordered_by, position
),

below as (
    select
        *,
        sum(negatives) over (partition by use_case, ordinal, ordered_by order by position)
        - negatives
            as negatives_below
    from positions
),

column_aucs as (
    select
        below.use_case,
        below.ordered_by,
        below.ordinal,
        cast(sum(below.positives + below.negatives) as bigint) as row_count,
        count(*) as distinct_count,
        case
            when
                max(use_cases.label_kind) = 'event'
                and least(sum(below.positives), sum(below.negatives)) >= 10
                then
                    cast(
                        sum(below.positives * (2 * below.negatives_below + below.negatives))
                        as double
                    )
                    / (cast(2 as double) * sum(below.positives) * sum(below.negatives))
        end as auc
    from below
    inner join use_cases on below.use_case = use_cases.use_case
    group by below.use_case, below.ordered_by, below.ordinal
)

select * from column_aucs
