{% macro _attribution_ctes(shape, columns) %}
    {#- CTEs that end with assay_attributed: assay_scored with baseline_prediction_value and assay_attributions, the
        SHAP value of each of `columns` (assay._explained_columns) in their order, in the unit of the raw score; both
        NULL where there is a problem. -#}
    {%- set form = 'none' if columns.problem else shape.outputs[0].form -%}
    {%- set sources = {'oblivious_trees': 'assay_leaves', 'branching_trees': 'assay_numbered'} -%}
    {%- set joins = {
        'oblivious_trees': ' cross join assay_tables as tables',
        'branching_trees': ' inner join assay_contributions on scored.assay_row = assay_contributions.example_number',
    } -%}
    {%- set added = {'oblivious_trees': ['assay_leaves'], 'branching_trees': ['assay_row']} -%}
    {%- set values = [] -%}
    {%- for places in columns.positions.values() -%}
        {%- set terms = [] -%}
        {%- for place in places -%}{%- do terms.append(assay.array_value('assay_terms', place)) -%}{%- endfor -%}
        {%- do values.append(terms | join(' + ') or '0') -%}
    {%- endfor -%}
    {%- if form == 'oblivious_trees' %}
    assay_feature_tables as (
        select
            feature,
            {{ assay.array_ordered('tree', 'tree') }} as trees,
            {{ assay.array_ordered('contributions', 'tree') }} as tables
        from ({{ assay.select_tree_contributions(shape.current, []) }}) as tree_contributions
        group by feature
    ),

    assay_tables as (
        select
            {{ assay.array_ordered('trees', 'feature') }} as feature_trees,
            {{ assay.array_ordered('tables', 'feature') }} as feature_tables
        from assay_feature_tables
    ),

    assay_leaves as (
        select
            scored.*,
            {{ assay.tree_leaves(
                'scored.assay_features', 'output_1.tree_items', shape.layout['symmetric']
            ) }} as assay_leaves
        from assay_scored as scored
        {{- assay._output_joins(shape) }}
    ),
    {%- elif form == 'branching_trees' %}
    assay_numbered as (
        select *, row_number() over () as assay_row
        from assay_scored
    ),

    assay_contributions as (
        {{ assay.shap_branching_trees(
            '(select assay_row as example_number, assay_features as features from assay_numbered)',
            '(select *, 1 as model_number from ' ~ shape.current ~ ' as stored)',
            columns.layout
        ) }}
    ),
    {%- endif %}

    assay_termed as (
        select
            scored.*,
            {% if form in ('linear', 'quadratic') -%}
            output_1.intercept
            {%- if form == 'quadratic' %} + {{ assay.array_sum('output_1.square_coefficients') }}{% endif %}
                as baseline_prediction_value,
            {{ assay.standardised_terms(
                'scored.assay_features', 'output_1.feature_means', 'output_1.feature_scales', 'output_1.coefficients',
                'output_1.square_coefficients' if form == 'quadratic' else none
            ) }} as assay_terms
            {%- elif form == 'branching_trees' -%}
            output_1.tree_bias + output_1.tree_scale * {{ assay.array_sum('output_1.tree_means') }}
                as baseline_prediction_value,
            {{ assay.array_scaled('assay_contributions.contributions', 'output_1.tree_scale') }} as assay_terms
            {%- elif form == 'oblivious_trees' -%}
            output_1.tree_bias + output_1.tree_scale * {{ assay.array_sum('output_1.tree_means') }}
                as baseline_prediction_value,
            {{ assay.table_sums(
                'scored.assay_leaves', 'tables.feature_trees', 'tables.feature_tables', 'output_1.tree_scale'
            ) }} as assay_terms
            {%- else -%}
            {{ 'output_1.intercept' if form == 'constant' else 'cast(null as double)' }} as baseline_prediction_value,
            cast(null as {{ assay.array_type('double') }}) as assay_terms
            {%- endif %}
        from {{ sources.get(form, 'assay_scored') }} as scored
        {{- assay._output_joins(shape) }}
        {{- joins.get(form, '') }}
    ),

    assay_attributed as (
        select
            {{ assay.star_without(['assay_terms'] + added.get(form, [])) }},
            {{ assay.array_of(values, 'double') }} as assay_attributions
        from assay_termed
    )
{%- endmacro %}
