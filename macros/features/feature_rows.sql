{% macro feature_rows(relation, condition='true') %}
    {#- The rows of a feature space in the order of their positions, read while dbt compiles: a list of mappings
        that assay.encoded_array, assay.encoded_value and assay.encoding_joins take. `relation` is any relation or
        subquery in brackets with the columns of assay_features__feature_space, `condition` chooses one feature
        space of it. Empty until the relation is built. -#}
    {%- set features = [] -%}
    {%- if execute and (relation is string or load_relation(relation) is not none) -%}
        {%- set query -%}
            select
                source_columns,
                encoding,
                level,
                position,
                cast(centre as string),
                cast(scale as string),
                cast(parameters as string)
            from {{ relation }} as feature_space
            where {{ condition }}
            order by position
        {%- endset -%}
        {%- for row in run_query(query).rows -%}
            {%- do features.append({
                'source_column': row[0].split('|')[0],
                'source_columns': row[0].split('|'),
                'encoding': row[1],
                'level': row[2],
                'position': row[3] | int,
                'centre': row[4],
                'scale': row[5],
                'parameters': fromjson(row[6]) if row[6] else [],
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(features) }}
{% endmacro %}
