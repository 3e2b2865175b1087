{% macro _select_no_draws() %}
{#- What _select_draws() gives where no use case can be simulated: no rows, the same columns. -#}
select
    cast(null as string) as use_case,
    cast(null as integer) as draw,
    cast(null as double) as effect_amount,
    cast(null as double) as discounted_volume,
    cast(null as double) as costs_amount,
    cast(null as {{ assay.array_type('double') }}) as input_values
where false
{% endmacro %}
