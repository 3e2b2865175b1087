{% macro _raw_score(form, depth, features, space) %}
{#- The raw score of one row as an expression, for a model whose form is constant, linear or oblivious_trees (of
    `depth`): `features` is the row's array, `space` names the relation with the model's columns and, for trees,
    `tree_items` (assay.tree_items). -#}
{%- if form == 'oblivious_trees' -%}
{{ space }}.tree_scale * {{ assay.tree_sum(features, space ~ '.tree_items', depth) }}
            + {{ space }}.tree_bias
{%- elif form == 'linear' -%}
{{ space }}.intercept + {{ assay.standardised_sum(
                features, space ~ '.feature_means', space ~ '.feature_scales', space ~ '.coefficients'
            ) }}
{%- else -%}
{{ space }}.intercept
{%- endif -%}
{% endmacro %}
