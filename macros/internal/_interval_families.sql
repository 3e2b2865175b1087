{% macro _interval_families(families) %}
    {#- One row per metric of a list such as assay.structure_families(): the family of its interval, and its range. -#}
    {%- for metric, (family, least_value, greatest_value) in families.items() %}
    select
        '{{ metric }}' as metric,
        '{{ family }}' as family,
        cast({{ 'null' if least_value is none else least_value }} as double) as least_value,
        cast({{ 'null' if greatest_value is none else greatest_value }} as double) as greatest_value
    {{- ' union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
