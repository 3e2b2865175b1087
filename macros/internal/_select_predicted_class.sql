{% macro _select_predicted_class(shape, threshold, rows) %}
{#- What assay.predict says of `rows` by a model of two classes: the last CTE and the query. -#}
{%- set probability = adapter.quote('predicted_' ~ shape.label ~ '_probability') -%}
assay_probabilities as (
        select
            scored.*,
            {% if shape.link == 'probability' -%}
            scored.raw_score
            {%- else -%}
            {{ assay.piecewise_linear('scored.raw_score', 'scored.assay_corners', 'scored.assay_heights') }}
            {%- endif %} as {{ probability }}
        from {{ rows }} as scored
    )

    select
        {{ assay.star_without(assay._scoring_columns(shape)) }},
        cast(
            case
                when {{ probability }} >= {{ 'assay_threshold' if threshold is none else 'cast(' ~ threshold ~ ' as double)' }} then {{ assay.text_literal(shape.classes[1]) }}
                else {{ assay.text_literal(shape.classes[0]) }}
            end as {{ shape.label_type }}
        ) as {{ adapter.quote('predicted_' ~ shape.label) }}
    from assay_probabilities
{%- endmacro %}
