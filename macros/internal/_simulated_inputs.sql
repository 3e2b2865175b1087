{% macro _simulated_inputs(inputs, business_cases) %}
    {#- The inputs of every use case that can be simulated: {use case: [{the columns of `inputs` as texts}]}, in the
        order of their numbers. What cannot be counted once cannot be counted ten thousand times: a use case without a
        base scenario or with an input of unknown distribution has none. Empty where nothing can be read yet. -#}
    {%- set columns = [
        'use_case', 'input_number', 'input_kind', 'input', 'distribution', 'stream', 'low', 'mode', 'high', 'mean',
        'effect_slope', 'annuity',
    ] -%}
    {%- set layout = {} -%}
    {%- if execute and load_relation(inputs) is not none and load_relation(business_cases) is not none -%}
        {%- set query -%}
            with

            known as (
                select use_case
                from {{ inputs }}
                where use_case in (
                    select use_case from {{ business_cases }} where scenario = 'base' and npv_amount is not null
                )
                group by use_case
                having count(*) = count(
                    case when distribution = 'fixed' then mean * annuity else low + high + mean * annuity end
                )
            )

            -- A text may look like a number, which reading results would turn it into.
            select
                {%- for column in columns %}
                concat(':', coalesce(cast(inputs.{{ column }} as string), '')) as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ inputs }} as inputs
            inner join known on inputs.use_case = known.use_case
            order by inputs.use_case, inputs.input_number
        {%- endset -%}
        {%- for row in run_query(query).rows -%}
            {%- set input = {} -%}
            {%- for column in columns -%}
                {%- do input.update({column: row[column][1:]}) -%}
            {%- endfor -%}
            {%- do layout.setdefault(input.use_case, []).append(input) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(layout) }}
{% endmacro %}
