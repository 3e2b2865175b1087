{% macro _row_problems(use_case, declaration, path) %}
    {#- One sentence per mistake in the rows of a use case: keys, times and labels. -#}
    {%- set entity = declaration.entity -%}
    {%- set class_limit = 100 -%}
    {%- set split_column = declaration.split.column if declaration.split.method == 'column' else none -%}
    {%- set kind = assay._label_kind(declaration) -%}
    {%- set relation = assay.relation_named(entity.relation) -%}
    {%- set key = 'cast(entities.' ~ adapter.quote(entity.key) ~ ' as string)' -%}
    {%- set time = 'cast(entities.' ~ adapter.quote(entity.time) ~ ' as timestamp)' -%}
    {%- set is_endless = 'not ' ~ assay.is_usable('assay_label') if kind == 'quantity' else 'false' -%}
    {%- set rows -%}
        with

        assumptions as (
            {{ assay._assumption_values(use_case, '(' ~ assay._typed_declared('assumptions') ~ ')') }}
        ),

        decisions as (
            select
                {{ key }} as assay_key,
                {{ time }} as assay_time,
                {{ assay._label(declaration) }} as assay_label,
                lower(cast({{ adapter.quote(split_column) if split_column else 'null' }} as string)) as assay_split
            from {{ relation }} as entities
            cross join assumptions
        )

        select
            count(*) as row_count,
            count(*) - count(assay_key) as null_keys,
            count(*) - count(assay_time) as null_times,
            count(case when assay_time > cast({{ dbt.current_timestamp() }} as timestamp) then 1 end) as future_times,
            count(assay_label) as labels,
            cast(min(assay_label) as string) as least_label,
            cast(max(assay_label) as string) as greatest_label,
            count(distinct assay_label) as label_values,
            count(case when assay_split = 'train' then 1 end) as training_rows,
            count(case when {{ is_endless }} then 1 end) as endless_labels,
            min(case when {{ is_endless }} then cast(assay_label as string) end) as endless_label
        from decisions
    {%- endset -%}
    {%- set repeated -%}
        select
            {{ key }} as assay_key,
            cast({{ time }} as string) as assay_time,
            count(*) as row_count
        from {{ relation }} as entities
        where {{ key }} is not null and {{ time }} is not null
        group by {{ key }}, {{ time }}
        having count(*) > 1
        order by assay_key, assay_time
        limit 1
    {%- endset -%}
    {%- set row = run_query(rows).rows[0] -%}
    {%- set problems = [] -%}
    {%- set counted = {'key': row[1], 'time': row[2]} -%}
    {%- for role, count in counted.items() if count -%}
        {%- do problems.append(path ~ '.entity.' ~ role ~ ': ' ~ entity[role] ~ ' is NULL in ' ~ assay._rows(count)) -%}
    {%- endfor -%}
    {%- if row[3] -%}
        {%- do problems.append(path ~ '.entity.time: ' ~ entity.time ~ ' is in the future in ' ~ assay._rows(row[3])) -%}
    {%- endif -%}
    {%- for twin in run_query(repeated).rows -%}
        {%- do problems.append(
            path ~ '.entity: key and time must name one row, but ' ~ entity.key ~ " '" ~ twin[0] ~ "' at " ~ twin[1]
            ~ ' has ' ~ assay._rows(twin[2])
        ) -%}
    {%- endfor -%}
    {%- set has_label = kind != 'none' -%}
    {%- if split_column and row[0] and not row[8] -%}
        {%- do problems.append(
            path ~ '.split.column: ' ~ split_column ~ ' is train in none of ' ~ assay._rows(row[0])
            ~ '; train, valid and test are read'
        ) -%}
    {%- endif -%}
    {%- if has_label and row[0] and not row[4] -%}
        {%- do problems.append(path ~ '.label.sql: NULL in all ' ~ assay._rows(row[0])) -%}
    {%- elif row[9] -%}
        {%- do problems.append(
            path ~ '.label.sql: not a finite number in ' ~ assay._rows(row[9]) ~ ", such as '" ~ row[10] ~ "'"
        ) -%}
    {%- elif has_label and row[0] and row[5] == row[6] -%}
        {%- do problems.append(
            path ~ '.label.sql: ' ~ row[5] ~ ' in all ' ~ assay._rows(row[4]) ~ ' with a label; two values are needed'
        ) -%}
    {%- elif declaration.task == 'multiclass' and row[7] > class_limit -%}
        {%- do problems.append(
            path ~ '.label.sql: ' ~ row[7] ~ ' classes; at most ' ~ class_limit
            ~ ' can be learned: put rare ones together'
        ) -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
