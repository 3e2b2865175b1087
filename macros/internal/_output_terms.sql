{% macro _output_terms(shape, columns) %}
    {#- What assay._attribution_ctes says of each output of a model, in order: {baselines and arrays: expressions over
        the joined outputs, names: of the arrays as columns, sums: expressions over these that add the values of a
        column's features, joins: of what the arrays are read from}. A constant adds nothing, and neither do trees that
        ask nothing. -#}
    {%- set found = {'baselines': [], 'arrays': [], 'names': [], 'sums': [], 'joins': ''} -%}
    {%- for output in shape.outputs -%}
        {%- set own = 'output_' ~ loop.index -%}
        {%- set name = 'assay_terms_' ~ loop.index -%}
        {%- set baseline, array, join = assay._output_term(output, own, loop.index) -%}
        {%- set sums = [] -%}
        {%- for places in columns.positions.values() -%}
            {%- set values = [] -%}
            {%- for place in places if output.form != 'constant' -%}
                {%- do values.append('coalesce(' ~ assay.array_value(name, place) ~ ', 0)') -%}
            {%- endfor -%}
            {%- do sums.append(values | join(' + ') or '0') -%}
        {%- endfor -%}
        {%- do found.baselines.append(baseline) -%}
        {%- do found.arrays.append(array) -%}
        {%- do found.names.append(name) -%}
        {%- do found.sums.append(assay.array_of(sums, 'double')) -%}
        {%- do found.update(joins=found.joins ~ join) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{% macro _output_term(output, own, number) %}
    {#- The expected raw score of one output, its SHAP values by position (NULL where it has none), and the join of what
        they are read from. -#}
    {%- set tree_mean = own ~ '.tree_bias + ' ~ own ~ '.tree_scale * ' ~ assay.array_sum(own ~ '.tree_means') -%}
    {%- if output.form in ('linear', 'quadratic') -%}
        {%- set squares = own ~ '.square_coefficients' if output.form == 'quadratic' -%}
        {{ return((
            own ~ '.intercept' ~ (' + ' ~ assay.array_sum(squares) if squares else ''),
            assay.standardised_terms(
                'scored.assay_features', own ~ '.feature_means', own ~ '.feature_scales', own ~ '.coefficients', squares
            ),
            '',
        )) }}
    {%- elif output.form == 'oblivious_trees' -%}
        {%- set tables = 'tables_' ~ number -%}
        {{ return((
            tree_mean,
            assay.table_sums(
                'scored.assay_leaves', tables ~ '.feature_trees', tables ~ '.feature_tables', own ~ '.tree_scale'
            ),
            '\n        cross join (select * from assay_tables where output = ' ~ assay.text_literal(output.name) ~ ') as ' ~ tables,
        )) }}
    {%- elif output.form == 'branching_trees' -%}
        {%- set contributions = 'contributions_' ~ number -%}
        {{ return((
            tree_mean,
            assay.array_scaled(contributions ~ '.contributions', own ~ '.tree_scale'),
            '\n        left join (select * from assay_contributions where model_number = ' ~ number ~ ') as ' ~ contributions
            ~ ' on scored.assay_row = ' ~ contributions ~ '.example_number',
        )) }}
    {%- endif -%}
    {{ return((own ~ '.intercept', 'cast(null as ' ~ assay.array_type('double') ~ ')', '')) }}
{% endmacro %}
