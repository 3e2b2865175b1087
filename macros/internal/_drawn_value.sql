{% macro _drawn_value(input) -%}
    {#- The quantile of an input of _simulated_inputs() at the point that the columns with its number hold. No point is
        nearer to 0 or 1 than 2^-33. -#}
    {%- set i = input.input_number -%}
    {%- set step = 'step_' ~ i -%}
    {%- set below = assay.array_value('shares_' ~ i, '(cast(floor(' ~ step ~ ') as integer) + 1)') -%}
    {%- set above = assay.array_value('shares_' ~ i, '(cast(floor(' ~ step ~ ') as integer) + 2)') -%}
    {{ assay._quantile_declared(
        input.distribution,
        'p' ~ i,
        assay._normal_quantile('offset_' ~ i, 'square_' ~ i, 'root_' ~ i, far_tail=false),
        input.low | float,
        input.mode | float,
        input.high | float,
        '(' ~ below ~ ' + (' ~ step ~ ' - floor(' ~ step ~ ')) * (' ~ above ~ ' - ' ~ below ~ '))'
    ) }}
{%- endmacro %}
