{% macro _select_use_case_values(use_case, declaration, kinds, is_sample, ordinals) %}
{#- One use case's part of select_training_values, as a further query of a union; `ordinals` names the columns, all
    where none. Nothing where no such column exists. -#}
{%- set entity = declaration.entity -%}
{%- set entities = assay.select_entities(use_case, declaration) -%}
{%- set expressions = {} -%}
{%- for column in assay.feature_columns(declaration)
    if column.reason is none and column.kind in kinds and (ordinals is none or column.ordinal in ordinals) -%}
    {%- set name = 'entities.' ~ adapter.quote(column.name) -%}
    {%- if column.kind == 'text' -%}
        {%- set value = assay.level_value(name) -%}
    {%- elif column.kind == 'boolean' -%}
        {%- set value = 'cast(cast(' ~ name ~ ' as integer) as double)' -%}
    {%- elif column.kind == 'numeric' -%}
        {%- set value = assay.numeric_value(name) -%}
    {%- else -%}
        {%- set value = assay.seconds_between('cast(' ~ name ~ ' as timestamp)', 'splits.decided_at') -%}
    {%- endif -%}
    {%- do expressions.update({column.ordinal: value}) -%}
{%- endfor -%}
{%- for item in assay.declared_encodings(declaration) if item.encoding == 'feature_cross' and 'text' in kinds -%}
    {%- set names = [] -%}
    {%- for name in item.columns -%}{%- do names.append('entities.' ~ adapter.quote(name)) -%}{%- endfor -%}
    {%- do expressions.update({item.ordinal: assay.feature_cross(names)}) -%}
{%- endfor -%}
{%- if expressions %}
    union all
    select
        splits.use_case,
        splits.fold,
        splits.label,
        {{ assay.stacked_columns(expressions, 'ordinal', 'value') }}
    from {{ entities }} as entities
    inner join splits
        on
            cast(entities.{{ adapter.quote(entity.key) }} as string) = splits.entity_id
            and cast(entities.{{ adapter.quote(entity.time) }} as timestamp) = splits.decided_at
    where
        splits.use_case = {{ dbt.string_literal(use_case) }}
        and splits.split = 'train'
        {%- if is_sample %}
        and splits.draw * splits.training_rows < {{ var('assay_leak_sample_rows', 50000) }}
        {%- endif %}
{%- endif -%}
{% endmacro %}
