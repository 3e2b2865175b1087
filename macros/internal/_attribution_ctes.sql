{% macro _attribution_ctes(shape, columns) %}
    {#- CTEs that end with assay_attributed: assay_scored with arrays by output, assay_raw_scores, assay_baselines (the
        raw score of a row of which nothing is known) and assay_attributions: of each output an array of the SHAP
        values of `columns` (assay._explained_columns) in their order, in the unit of the raw score. Outputs may be
        constants beside others of one form. The symmetric trees of all classes are the same but for their leaf values,
        so that a row's leaves are those of the first output that has trees. -#}
    {%- set terms = assay._output_terms(shape, columns) -%}
    {%- if columns.form == 'oblivious_trees' %}
    assay_feature_tables as (
        select
            output,
            feature,
            {{ assay.array_ordered('tree', 'tree') }} as trees,
            {{ assay.array_ordered('contributions', 'tree') }} as tables
        from ({{ assay.select_tree_contributions(shape.current, ['output']) }}) as tree_contributions
        group by output, feature
    ),

    assay_tables as (
        select
            output,
            {{ assay.array_ordered('trees', 'feature') }} as feature_trees,
            {{ assay.array_ordered('tables', 'feature') }} as feature_tables
        from assay_feature_tables
        group by output
    ),

    assay_met as (
        select
            scored.*,
            {{ assay.tree_leaves(
                'scored.assay_features', 'output_' ~ columns.first ~ '.tree_items', shape.layout['symmetric']
            ) }} as assay_leaves
        from assay_scored as scored
        {{- assay._output_joins(shape) }}
    ),
    {%- elif columns.form == 'branching_trees' %}
    assay_met as (
        select *, row_number() over () as assay_row
        from assay_scored
    ),

    assay_contributions as (
        {{ assay.shap_branching_trees(
            '(select assay_row as example_number, assay_features as features from assay_met)',
            assay._numbered_outputs(shape),
            columns.layout
        ) }}
    ),
    {%- endif %}

    assay_termed as (
        select
            scored.*,
            {{ 'scored.assay_scores' if shape.task == 'multiclass' else assay.array_of(['scored.raw_score'], 'double') }}
                as assay_raw_scores,
            {{ assay.array_of(terms.baselines, 'double') }} as assay_baselines
            {%- for expression in terms.arrays %},
            {{ expression }} as assay_terms_{{ loop.index }}
            {%- endfor %}
        from {{ 'assay_met' if columns.added else 'assay_scored' }} as scored
        {{- assay._output_joins(shape) }}
        {{- terms.joins }}
    ),

    assay_attributed as (
        select
            {{ assay.star_without(columns.added + terms.names) }},
            {{ assay.array_of(terms.sums, assay.array_type('double')) }} as assay_attributions
        from assay_termed
    )
{%- endmacro %}
