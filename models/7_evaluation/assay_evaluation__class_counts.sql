{%- set keys = 'use_case, model_version, split' -%}
with

class_decisions as (
    select * from {{ ref('assay_evaluation__class_decisions') }}
),

sides as (
    select
        {{ keys }},
        learner,
        label_class as class,
        1 as actual,
        0 as predicted,
        is_correct as correct
    from class_decisions
    union all
    select
        {{ keys }},
        learner,
        predicted_class as class,
        0 as actual,
        1 as predicted,
        0 as correct
    from class_decisions
),

counted as (
    select
        {{ keys }},
        class,
        learner,
        cast(sum(actual) as bigint) as actual_rows,
        cast(sum(predicted) as bigint) as predicted_rows,
        cast(sum(correct) as bigint) as correct_rows
    from sides
    group by {{ keys }}, class, learner
),

-- In an average, a class that is never predicted has precision 0, and one that never turned out
-- recall 0.
class_counts as (
    select
        *,
        cast(coalesce(correct_rows / cast(nullif(predicted_rows, 0) as double), 0) as double)
            as precision,
        cast(coalesce(correct_rows / cast(nullif(actual_rows, 0) as double), 0) as double)
            as recall,
        2 * correct_rows / cast(actual_rows + predicted_rows as double) as f1
    from counted
)

select * from class_counts
