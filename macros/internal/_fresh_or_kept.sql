{% macro _fresh_or_kept(fresh, columns) %}
    {#- Rows of the CTE `fresh` for use cases whose training is due or that have no earlier rows, and for others the
        rows that this model held before the build. Where every use case is trained on change, `fresh` as it is. -#}
    {%- set names = columns | join(', ') -%}
    {%- set clocks = assay._training_clocks() -%}
    {%- set earlier = assay._earlier_build(this.identifier) if clocks is not none else none %}
    select {{ names }}
    from {{ fresh }}
    {%- if earlier is not none %}
    where
        use_case in (select use_case from {{ clocks }} where is_due)
        or use_case not in (select use_case from {{ earlier }})
    union all
    select {{ names }}
    from {{ earlier }}
    where use_case in (select use_case from {{ clocks }} where not is_due)
    {%- endif -%}
{% endmacro %}
