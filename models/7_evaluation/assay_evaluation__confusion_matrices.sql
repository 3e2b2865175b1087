{%- set cells = {'tp': (1, true), 'fp': (0, true), 'fn': (1, false), 'tn': (0, false)} -%}
with

summaries as (
    select * from {{ ref('assay_evaluation__summaries') }}
    where tp is not null
),

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

class_counts as (
    select * from {{ ref('assay_evaluation__class_counts') }}
),

pair_counts as (
    select
        use_case,
        model_version,
        split,
        label_class,
        predicted_class,
        count(*) as row_count
    from {{ ref('assay_evaluation__class_decisions') }}
    group by use_case, model_version, split, label_class, predicted_class
),

totals as (
    select
        use_case,
        model_version,
        split,
        cast(sum(actual_rows) as bigint) as n
    from class_counts
    group by use_case, model_version, split
),

-- Pairs that do not occur are cells too.
class_cells as (
    select
        label_classes.use_case,
        label_classes.model_version,
        label_classes.split,
        case when label_classes.class = predicted_classes.class then 'hit' else 'confusion' end
            as cell,
        label_classes.learner,
        label_classes.class as label_class,
        predicted_classes.class as predicted_class,
        coalesce(pair_counts.row_count, 0) as row_count
    from class_counts as label_classes
    inner join class_counts as predicted_classes
        on
            label_classes.use_case = predicted_classes.use_case
            and label_classes.model_version = predicted_classes.model_version
            and label_classes.split = predicted_classes.split
    left join pair_counts
        on
            label_classes.use_case = pair_counts.use_case
            and label_classes.model_version = pair_counts.model_version
            and label_classes.split = pair_counts.split
            and label_classes.class = pair_counts.label_class
            and predicted_classes.class = pair_counts.predicted_class
),

confusion_matrices as (
    {%- for cell, (label, decision) in cells.items() %}
    select
        summaries.use_case,
        summaries.model_version,
        summaries.split,
        '{{ cell }}' as cell,
        summaries.learner,
        '{{ label }}' as label_class,
        '{{ decision | int }}' as predicted_class,
        cast({{ label }} as double) as label,
        summaries.{{ cell }} / cast(summaries.n as double) as row_rate,
        summaries.{{ cell }} as row_count,
        summaries.n,
        {{ decision | lower }} as decision
    from summaries
    inner join use_cases on summaries.use_case = use_cases.use_case
    where use_cases.task = 'binary'
    union all
    {%- endfor %}
    select
        class_cells.use_case,
        class_cells.model_version,
        class_cells.split,
        class_cells.cell,
        class_cells.learner,
        class_cells.label_class,
        class_cells.predicted_class,
        cast(null as double) as label,
        class_cells.row_count / cast(totals.n as double) as row_rate,
        class_cells.row_count,
        totals.n,
        cast(null as boolean) as decision
    from class_cells
    inner join totals
        on
            class_cells.use_case = totals.use_case
            and class_cells.model_version = totals.model_version
            and class_cells.split = totals.split
)

select * from confusion_matrices
