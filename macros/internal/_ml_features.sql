{% macro _ml_features(model) %}
    {#- The SQL of every feature, by position, over `entities` (rows with the source columns) and `space` (the arrays
        of the feature space of one fold). `model` is a relation, or a query in brackets, that holds these arrays and
        `fold`; its fold 0 is read while the SQL is written. Values out of range are left to assay.finite_array. -#}
    {%- set query -%}
        select
            position, source, encoding, level, cast(centre as string), cast(spread as string)
        from (
            select
                {{ assay.exploded_arrays({
                    'source': 'feature_sources', 'encoding': 'feature_encodings', 'level': 'feature_levels',
                    'centre': 'feature_centres', 'spread': 'feature_spreads',
                }, 'position') }}
            from {{ model }} as stored
            where fold = 0
        ) as features
        order by position
    {%- endset -%}
    {%- set expressions = [] -%}
    {%- for position, source, encoding, level, centre, spread in run_query(query).rows -%}
        {%- set name = 'entities.' ~ adapter.quote(source) -%}
        {%- if encoding == 'numeric' -%}
            {%- set value = assay._centred_value(name, centre, spread) -%}
        {%- elif encoding == 'boolean' -%}
            {%- set value = 'cast(cast(' ~ name ~ ' as boolean) as integer)' -%}
        {%- elif encoding == 'time_part' -%}
            {%- set value = assay.time_part('cast(' ~ name ~ ' as timestamp)', level, none) -%}
        {%- elif encoding == 'one_hot' -%}
            {%- set value = 'case when ' ~ assay.level_value(name) ~ ' = ' ~ assay.text_literal(level) ~ ' then 1 else 0 end' -%}
        {%- else -%}
            {%- set place = position | int -%}
            {%- set names = assay.array_value('space.feature_level_names', place) -%}
            {%- set value = 'coalesce(' ~ assay.array_value(
                assay.array_value('space.feature_level_values', place),
                assay.array_position(names, assay.level_value(name))
            ) ~ ', ' ~ assay.array_value('space.feature_priors', place) ~ ')' -%}
        {%- endif -%}
        {%- do expressions.append(value) -%}
    {%- endfor -%}
    {{ return(expressions) }}
{% endmacro %}
