{% macro _reading_problems(use_case, declaration, path) %}
    {#- One sentence per expression with a value that its key cannot use, such as a text where a number is needed, or
        that cannot be computed for some row. -#}
    {%- set entity = declaration.entity -%}
    {%- set types = assay._expression_types(declaration) -%}
    {%- set problems = [] -%}
    {%- for place, sql in assay._expressions(declaration).items() -%}
        {%- set query -%}
            with

            assumptions as (
                {{ assay._assumption_values(use_case, '(' ~ assay._typed_declared('assumptions') ~ ')') }}
            ),

            seen as (
                select
                    {%- for name in ['actual', 'prediction'] if place == 'outcomes.value' %}
                    {{ assay.tried(assay._label(declaration, is_tried=true)) }} as {{ name }},
                    {%- endfor %}
                    entities.*,
                    assumptions.*
                from {{ assay.relation_named(entity.relation) }} as entities
                cross join assumptions
            )

            select
                count(*) as row_count,
                min({{ assay.tried('cast((' ~ sql ~ ') as string)') }}) as stated,
                min(cast({{ adapter.quote(entity.key) }} as string)) as entity_id
            from seen
            where {{ assay.is_unread(sql, types[place]) }}
        {%- endset -%}
        {%- set found = run_query(query).rows[0] -%}
        {%- set example = entity.key ~ " '" ~ found[2] ~ "'" if found[1] is none else "'" ~ found[1] ~ "'" -%}
        {%- if found[0] -%}
            {%- do problems.append(
                path ~ '.' ~ place ~ ': '
                ~ ('cannot be computed' if found[1] is none else 'not ' ~ assay._type_noun(types[place]))
                ~ ' in ' ~ assay._rows(found[0]) ~ ', such as ' ~ example
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
