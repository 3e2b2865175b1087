with

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

starts as (
    select
        decisions.use_case,
        decisions.example_number as start_number,
        decisions.decision,
        cast(null as string) as taken_column,
        decisions.raw_score,
        decisions.raw_goal,
        cast(0 as double) as start_amount,
        examples.features
    from turnable_decisions as decisions
    inner join examples on decisions.example_number = examples.example_number
),

scored as (
    {{ assay._select_scored_moves('starts') }}
),

single_changes as (
    select
        use_case,
        start_number as example_number,
        source_column,
        present_value,
        value,
        amount,
        raw_score,
        probability,
        is_turned,
        progress
    from scored
)

select * from single_changes
