{% macro _select_predicted_class(shape, threshold, rows) %}
{#- What assay.predict says of `rows` by a model of two classes: the last CTE and the query. -#}
{%- set score = assay.array_value('scored.assay_scores', 1) -%}
{%- set probability = adapter.quote('predicted_' ~ shape.label ~ '_probability') -%}
assay_probabilities as (
        select
            scored.*,
            {{ score }} as raw_score,
            {{ 'cast(' ~ threshold ~ ' as double)' if threshold is not none else shape.threshold }} as assay_threshold,
            {% if shape.link == 'probability' -%}
            {{ score }}
            {%- else -%}
            {{ assay.piecewise_linear(score, 'output_1.calibration_scores', 'output_1.calibration_probabilities') }}
            {%- endif %} as {{ probability }}
        from {{ rows }} as scored
        {{- assay._output_joins(shape) }}
    )

    select
        {{ assay.star_without(['assay_features', 'assay_scores', 'assay_threshold']) }},
        cast(
            case
                when {{ probability }} >= assay_threshold then {{ assay.text_literal(shape.classes[1]) }}
                else {{ assay.text_literal(shape.classes[0]) }}
            end as {{ shape.label_type }}
        ) as {{ adapter.quote('predicted_' ~ shape.label) }}
    from assay_probabilities
{%- endmacro %}
