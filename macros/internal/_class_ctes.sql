{% macro _class_ctes(shape, rows) %}
    {#- CTEs that end with assay_classes: `rows` of a model of several classes with assay_share_1, assay_share_2 and so
        on, the probability of each in order, and assay_class, the most probable one. Probabilities are shares of
        exponentials of scores (of shares, of powers) at the model's temperature, as in
        python/assay/training/temperature.py; of equal ones the earlier class is taken. -#}
    {%- set places = range(1, shape.outputs | length + 1) -%}
    {%- set odds = [] -%}
    {%- for place in places -%}{%- do odds.append('cast(assay_odds_' ~ place ~ ' as decimal(38, 12))') -%}{%- endfor -%}
    assay_logits as (
        select
            *
            {%- for place in places %}
            {%- set score = assay.array_value('assay_scores', place) %},
            {{ 'ln(' ~ score ~ ')' if shape.link == 'share' else score }} / assay_temperature as assay_logit_{{ place }}
            {%- endfor %}
        from {{ rows }}
    ),

    assay_largest as (
        select
            *,
            greatest({% for place in places %}assay_logit_{{ place }}{{ ', ' if not loop.last }}{% endfor %}) as assay_largest
        from assay_logits
    ),

    assay_odds as (
        select
            *
            {%- for place in places %},
            {{ 'assay_logit_' ~ place if shape.link == 'probability' else 'exp(assay_logit_' ~ place ~ ' - assay_largest)' }}
                as assay_odds_{{ place }}
            {%- endfor %}
        from assay_largest
    ),

    assay_totals as (
        select
            *,
            {{ 'cast(1 as double)' if shape.link == 'probability' else 'cast(' ~ odds | join(' + ') ~ ' as double)' }}
                as assay_total
        from assay_odds
    ),

    assay_classes as (
        select
            {{ assay.star_without(assay._scoring_columns(shape)) }},
            case
                {%- for output in shape.outputs %}
                when assay_logit_{{ loop.index }} = assay_largest then {{ assay.text_literal(output.name) }}
                {%- endfor %}
            end as assay_class
            {%- for place in places %},
            assay_odds_{{ place }} / assay_total as assay_share_{{ place }}
            {%- endfor %}
        from assay_totals
    )
{%- endmacro %}
