{% macro _trained_clocks() %}
    {#- One row per use case that earlier builds have trained, as a query: the clock of the data at the latest training
        that is planned and stored. -#}
    {%- set plans = assay._earlier_build('assay_training__plans') -%}
    {%- set fits = assay._earlier_build('assay_training__fits') -%}
    {%- if plans is not none and fits is not none
        and 'trained_as_of' in adapter.get_columns_in_relation(plans) | map(attribute='name') | list %}
    select
        use_case,
        max(trained_as_of) as trained_as_of
    from {{ plans }}
    where model_version in (select model_version from {{ fits }})
    group by use_case
    {%- else %}
    select
        cast(null as string) as use_case,
        cast(null as timestamp) as trained_as_of
    where false
    {%- endif -%}
{% endmacro %}
