{% macro _quantile_rates() %}
    {#- The rates of the inner bin edges: 0.05, 0.10, …, 0.95. -#}
    {%- set rates = [] -%}
    {%- for position in range(1, 20) -%}{%- do rates.append(position / 20) -%}{%- endfor -%}
    {{ return(rates) }}
{% endmacro %}
