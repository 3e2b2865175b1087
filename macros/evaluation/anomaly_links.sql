{% macro anomaly_links() -%}
    {#- The links whose scores say how unusual a row is, as an SQL list: they order rows, and are no probabilities. -#}
    ('path', 'residual')
{%- endmacro %}
