{% macro _table_reading_problems(name, relation, columns, path) %}
    {#- One sentence per column of a declared table with a text that cannot be read as its type. -#}
    {%- set problems = [] -%}
    {%- for column, type in assay.declared_columns()[name].columns.items() if column in columns and type != 'string' -%}
        {%- set query -%}
            select count(*) as row_count, min(cast({{ column }} as string)) as stated
            from {{ relation }}
            where {{ assay.is_unread(column, type) }}
        {%- endset -%}
        {%- set found = run_query(query).rows[0] -%}
        {%- if found[0] -%}
            {%- do problems.append(
                path ~ '.' ~ column ~ ': not ' ~ assay._type_noun(type) ~ ' in ' ~ assay._rows(found[0])
                ~ ", such as '" ~ found[1] ~ "'"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
