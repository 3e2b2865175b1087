{%- set cells = {'tp': (1, true), 'fp': (0, true), 'fn': (1, false), 'tn': (0, false)} -%}
with

summaries as (
    select * from {{ ref('assay_evaluation__summaries') }}
    where tp is not null
),

confusion_matrices as (
    {%- for cell, (label, decision) in cells.items() %}
    select
        use_case,
        model_version,
        split,
        '{{ cell }}' as cell,
        learner,
        cast({{ label }} as double) as label,
        {{ cell }} / cast(n as double) as row_rate,
        {{ cell }} as row_count,
        n,
        {{ decision | lower }} as decision
    from summaries
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from confusion_matrices
