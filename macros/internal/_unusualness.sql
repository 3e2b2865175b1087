{% macro _unusualness(shape) %}
{#- How unusual a row is to a model without a label, as an expression over assay_scores, measured as in
    python/assay/training/unusual.py. Of clusters it also reads the columns output_<number> of each centre. -#}
{%- set score = assay.array_value('assay_scores', 1) -%}
{%- if shape.link == 'distance' -%}
    {%- set distances = [] -%}
    {%- for output in shape.outputs -%}
        {%- do distances.append(
            'sqrt(greatest(' ~ assay.array_value('assay_scores', loop.index) ~ ', 0)) / nullif(output_' ~ loop.index
            ~ '.cluster_radius, 0)'
        ) -%}
    {%- endfor -%}
    {{ return(assay.array_least(assay.array_of(distances, 'double'))) }}
{%- elif shape.link == 'path' -%}
    {{ return(assay.anomaly_score("'path'", score)) }}
{%- endif -%}
{%- set terms = [] -%}
{%- for output in shape.outputs if output.form == 'linear' -%}
    {%- set coordinate = assay.array_value('assay_scores', loop.index) -%}
    {%- do terms.append(coordinate ~ ' * ' ~ coordinate) -%}
{%- endfor -%}
{%- set error = 'greatest(' ~ assay.array_value('assay_scores', shape.outputs | length) ~ ' - ('
    ~ terms | join(' + ') ~ '), 0)' -%}
{{ return(
    assay.anomaly_score("'residual'", error) if shape.link == 'residual' else error ~ ' / ' ~ shape.features | length
) }}
{% endmacro %}
