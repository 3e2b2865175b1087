{% macro _with_kept_plans(planned, columns) %}
    {#- The plans of the CTE `planned`; where a training is not due, the plan of an earlier build in their place, if it
        was carried out and asks for the same model on the same feature space. `columns` are those of a plan before
        `is_kept` and `trained_as_of`. -#}
    {%- set same = ['task', 'calibration', 'parameters', 'search', 'feature_space_version', 'seed'] -%}
    {%- set clocks = assay._training_clocks() -%}
    {%- set earlier = assay._earlier_build(this.identifier) if clocks is not none else none -%}
    {%- set fits = assay._earlier_build('assay_training__fits') if earlier is not none else none %}
    {%- if fits is none %}
    select
        {{ columns | join(', ') }},
        false as is_kept,
        trained_as_of
    from {{ planned }}
    {%- else %}
    select
        {%- for name in columns %}
        case when kept.use_case is null then {{ planned }}.{{ name }} else kept.{{ name }} end as {{ name }},
        {%- endfor %}
        kept.use_case is not null as is_kept,
        case when kept.use_case is null then {{ planned }}.trained_as_of else kept.trained_as_of end as trained_as_of
    from {{ planned }}
    left join {{ clocks }} as clocks on {{ planned }}.use_case = clocks.use_case
    left join (
        select * from {{ earlier }}
        where status = 'fit' and model_version in (select model_version from {{ fits }})
    ) as kept
        on
            {{ planned }}.use_case = kept.use_case
            and {{ planned }}.learner = kept.learner
            and not clocks.is_due
            {%- for name in same %}
            and coalesce(cast({{ planned }}.{{ name }} as string), '') = coalesce(cast(kept.{{ name }} as string), '')
            {%- endfor %}
    {%- endif -%}
{% endmacro %}
