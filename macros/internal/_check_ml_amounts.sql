{% macro _check_ml_amounts(space) %}
    {#- Stop the build of an ml_model whose search has a budget in money without a price, or a price without one. -#}
    {%- set amounts = {} -%}
    {%- for name in ['max_amount', 'compute_hour_amount'] -%}
        {%- do amounts.update({name: config.get(name)}) -%}
    {%- endfor -%}
    {%- for name, amount in amounts.items() if amount is not none -%}
        {%- if amount is not number or amount is boolean or amount <= 0 -%}
            {{ assay._refuse_ml("has " ~ name ~ " '" ~ amount ~ "': it is an amount above 0.") }}
        {%- endif -%}
    {%- endfor -%}
    {%- if (amounts.max_amount is none) != (amounts.compute_hour_amount is none) -%}
        {{ assay._refuse_ml(
            "has only one of max_amount, what its trials may cost, and compute_hour_amount, what an hour costs: name"
            ~ " both."
        ) }}
    {%- elif amounts.max_amount is not none and not space -%}
        {{ assay._refuse_ml(
            "has max_amount and nothing to search: give an option the value assay.hparam_range(low, high)."
        ) }}
    {%- endif -%}
{% endmacro %}
