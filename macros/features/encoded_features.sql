{% macro encoded_features(use_case) %}
    {#- A use case's rows of the feature space in order, each with `expression`: the SQL of its value over
        `entities` (the declared relation) and `splits`. Empty until the feature space is built. -#}
    {%- set features = [] -%}
    {%- set feature_space = ref('assay_features__feature_space') -%}
    {%- if execute and load_relation(feature_space) is not none -%}
        {%- set query -%}
            select source_column, encoding, level, position, cast(centre as string), cast(scale as string)
            from {{ feature_space }}
            where use_case = {{ dbt.string_literal(use_case) }}
            order by position
        {%- endset -%}
        {%- for source_column, encoding, level, position, centre, scale in run_query(query).rows -%}
            {%- set name = 'entities.' ~ adapter.quote(source_column) -%}
            {%- if encoding == 'numeric' -%}
                {%- set raw = assay.numeric_value(name) -%}
                {%- if centre | float == 0 and scale | float == 1 -%}
                    {%- set expression = raw -%}
                {%- else -%}
                    {%- set expression = assay.numeric_value(
                        '((' ~ raw ~ ') - cast(' ~ centre ~ ' as double)) / cast(' ~ scale ~ ' as double)'
                    ) -%}
                {%- endif -%}
            {%- elif encoding == 'boolean' -%}
                {%- set expression = 'cast(' ~ name ~ ' as integer)' -%}
            {%- elif encoding == 'time_part' -%}
                {%- set expression = assay.time_part('cast(' ~ name ~ ' as timestamp)', level, 'splits.decided_at') -%}
            {%- elif encoding == 'one_hot' -%}
                {%- set literal = dbt.string_literal(dbt.escape_single_quotes(level)) -%}
                {%- set expression = 'case when ' ~ assay.level_value(name) ~ ' = ' ~ literal ~ ' then 1 else 0 end' -%}
            {%- else -%}
                {%- set expression = 'coalesce(encoding_' ~ position ~ '.encoding, prior_' ~ position ~ '.prior)' -%}
            {%- endif -%}
            {%- do features.append({
                'source_column': source_column,
                'encoding': encoding,
                'position': position,
                'expression': expression,
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(features) }}
{% endmacro %}
