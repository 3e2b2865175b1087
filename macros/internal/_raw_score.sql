{% macro _raw_score(form, layout, features, space, comparison=none) %}
{#- The raw score of one row as an expression: `form` is the model's form, `layout` its assay.form_layout, `features`
    the row's array, `comparison` the node_comparison of branching trees. `space` names the relation with the model's
    columns and, for trees, `tree_items` or `branch_items` (macros of that name). -#}
{%- set arrays = [features, space ~ '.feature_means', space ~ '.feature_scales', space ~ '.coefficients'] -%}
{%- if form == 'oblivious_trees' -%}
{{ space }}.tree_scale * {{ assay.tree_sum(features, space ~ '.tree_items', layout['symmetric']) }}
            + {{ space }}.tree_bias
{%- elif form == 'branching_trees' -%}
{{ space }}.tree_scale * {{ assay.array_sum(
                assay.branch_values(features, space ~ '.branch_items', comparison, layout[comparison])
            ) }}
            + {{ space }}.tree_bias
{%- elif form == 'linear' -%}
{{ space }}.intercept + {{ assay.standardised_sum(*arrays) }}
{%- elif form == 'quadratic' -%}
{{ space }}.intercept + {{ assay.standardised_sum(*arrays, squares=space ~ '.square_coefficients') }}
{%- else -%}
{{ space }}.intercept
{%- endif -%}
{% endmacro %}
