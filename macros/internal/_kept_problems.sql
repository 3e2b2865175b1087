{% macro _kept_problems(use_case, declaration, columns, path) %}
    {#- One sentence per column that a model which stays as it is reads and that the relation, with these `columns`
        (names in lower case), has no more. -#}
    {%- set problems = [] -%}
    {%- set entity, training = declaration.entity, declaration.training -%}
    {%- if training.retrain == 'on_change' -%}{{ return(problems) }}{%- endif -%}
    {%- set space = assay._earlier_build('assay_features__feature_space') -%}
    {%- if space is none -%}{{ return(problems) }}{%- endif -%}
    {%- set query -%}
        select distinct source_columns
        from {{ space }}
        where
            use_case = {{ dbt.string_literal(use_case) }}
            and exists (
                select * from ({{ assay._trained_clocks() }}) as trained
                where
                    trained.use_case = {{ dbt.string_literal(use_case) }}
                    {%- if training.retrain == 'schedule' %}
                    and (
                        select max(cast(entities.{{ adapter.quote(entity.time) }} as timestamp))
                        from {{ assay.relation_named(entity.relation) }} as entities
                    ) < {{ dbt.dateadd(
                        'month', training.every_months or 0,
                        dbt.dateadd('day', training.every_days or 0, 'trained.trained_as_of')
                    ) }}
                    {%- endif %}
            )
        order by source_columns
    {%- endset -%}
    {%- set read = [] -%}
    {%- set known = columns + (['last_label'] if declaration.features.last_label else []) -%}
    {%- for row in run_query(query).rows -%}{%- do read.extend(row[0].split('|')) -%}{%- endfor -%}
    {%- for column in read | unique if column | lower not in known -%}
        {%- do problems.append(
            path ~ '.training: the stored model reads ' ~ column ~ ', which ' ~ entity.relation
            ~ ' has no more; bring the column back, or declare retrain: on_change'
        ) -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
