with

single_changes as (
    select * from {{ ref('assay_evaluation__single_changes') }}
),

changeable_columns as (
    select * from {{ ref('assay_evaluation__changeable_columns') }}
),

turnable_decisions as (
    select * from {{ ref('assay_evaluation__turnable_decisions') }}
),

examples as (
    select * from {{ ref('assay_features__examples') }}
),

models as (
    select * from {{ ref('assay_training__models') }}
    where is_current and fold = 0
),

trees as (
    select * from {{ ref('assay_training__trees') }}
    where fold = 0
),

segments as (
    select * from {{ ref('assay_training__calibration_segments') }}
),

champions as (
    select * from {{ ref('assay_evaluation__champions') }}
),

-- Decisions that no single change turns go on from the two columns whose best change gets furthest
-- for its money.
turned as (
    select distinct use_case, example_number
    from single_changes
    where is_turned
),

best_changes as (
    select
        single_changes.*,
        row_number() over (
            partition by
                single_changes.use_case, single_changes.example_number, single_changes.source_column
            order by
                single_changes.progress / nullif(single_changes.amount, 0) desc nulls first,
                single_changes.progress desc,
                single_changes.value asc
        ) as place
    from single_changes
    left join turned
        on
            single_changes.use_case = turned.use_case
            and single_changes.example_number = turned.example_number
    where turned.example_number is null and single_changes.progress > 0
),

first_changes as (
    select
        *,
        row_number() over (
            partition by use_case, example_number
            order by progress / nullif(amount, 0) desc nulls first, progress desc, source_column asc
        ) as column_place
    from best_changes
    where place = 1
),

numbered as (
    select
        *,
        row_number() over (order by use_case, example_number, source_column) as start_number
    from first_changes
    where column_place <= 2
),

starts as (
    select
        numbered.use_case,
        numbered.start_number,
        decisions.decision,
        numbered.source_column as taken_column,
        numbered.raw_score,
        decisions.raw_goal,
        numbered.amount as start_amount,
        {{ assay.array_replaced(
            'examples.features',
            'columns.position',
            'cast((numbered.value - columns.centre) / columns.scale as float)'
        ) }} as features
    from numbered
    inner join turnable_decisions as decisions
        on
            numbered.use_case = decisions.use_case
            and numbered.example_number = decisions.example_number
    inner join examples on numbered.example_number = examples.example_number
    inner join changeable_columns as columns
        on
            numbered.use_case = columns.use_case
            and numbered.source_column = columns.source_column
),

scored as (
    {{ assay._select_scored_moves('starts') }}
),

paired_changes as (
    select
        numbered.use_case,
        numbered.example_number,
        numbered.source_column as first_column,
        scored.source_column as second_column,
        numbered.present_value as first_present_value,
        numbered.value as first_value,
        scored.present_value as second_present_value,
        scored.value as second_value,
        scored.amount,
        scored.raw_score,
        scored.probability,
        scored.is_turned
    from scored
    inner join numbered
        on scored.use_case = numbered.use_case and scored.start_number = numbered.start_number
)

select * from paired_changes
