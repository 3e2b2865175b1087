{% macro _drawn_value(input) -%}
    {#- The quantile of an input of _simulated_inputs() at the point that the columns with its number hold. -#}
    {%- set i = input.input_number -%}
    {%- set step = 'step_' ~ i -%}
    {%- set below = assay.array_value('shares_' ~ i, '(cast(floor(' ~ step ~ ') as integer) + 1)') -%}
    {%- set above = assay.array_value('shares_' ~ i, '(cast(floor(' ~ step ~ ') as integer) + 2)') -%}
    {{ assay._quantile_declared(
        input.distribution,
        'p' ~ i,
        assay._normal_quantile('offset_' ~ i, 'square_' ~ i, 'root_' ~ i),
        assay._double_literal(input.low),
        assay._double_literal(input.mode),
        assay._double_literal(input.high),
        '(' ~ below ~ ' + (' ~ step ~ ' - floor(' ~ step ~ ')) * (' ~ above ~ ' - ' ~ below ~ '))'
    ) }}
{%- endmacro %}
